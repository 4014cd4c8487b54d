"""Django's own commands (migrate, check) with our start-up in front."""

import sys

from qianxiao.config.boot import boot

if __name__ == "__main__":
    boot(owner=True)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
