"""Cells are seen by the offices of their region; those of a frozen month stay as they are."""

from django.db import migrations

from qianxiao.base.scope import by_index, protect, release

WHEN = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
HELD = "".join(
    f"CREATE TRIGGER close_still_{verb.lower()} AFTER {verb} ON indicators_cell REFERENCING {side} TABLE AS changed"
    " FOR EACH STATEMENT EXECUTE FUNCTION close_still();\n"
    for verb, side in WHEN
)
LET_GO = "".join(f"DROP TRIGGER close_still_{verb.lower()} ON indicators_cell;\n" for verb, _side in WHEN)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_cells"), ("close", "0010_books_scope")]
    operations = [
        migrations.RunSQL(
            protect("indicators_cell", by_index("region")) + HELD, LET_GO + release("indicators_cell")
        )
    ]
