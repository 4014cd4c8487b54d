"""Qianxiao 千校: runs a skills-against-poverty programme from register to result."""

__version__ = "0.1.0"
