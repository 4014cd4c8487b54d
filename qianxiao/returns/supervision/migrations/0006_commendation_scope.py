"""Lists of commended units are seen by the offices of their region; what they were found by is never changed."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

KEPT = """
CREATE FUNCTION supervision_commended() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR (NEW.region, NEW.period, NEW.rule, NEW.units, NEW.sources, NEW.text, NEW.proposed_by)
        IS DISTINCT FROM (OLD.region, OLD.period, OLD.rule, OLD.units, OLD.sources, OLD.text, OLD.proposed_by) THEN
        RAISE EXCEPTION 'a commendation keeps the figures it was found by';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supervision_commended BEFORE UPDATE OR DELETE ON supervision_commendation
    FOR EACH ROW EXECUTE FUNCTION supervision_commended();
"""
LET_GO = "DROP TRIGGER supervision_commended ON supervision_commendation; DROP FUNCTION supervision_commended();\n"


class Migration(migrations.Migration):
    dependencies = [("supervision", "0005_commendation")]
    operations = [
        migrations.RunSQL(
            protect("supervision_commendation", in_ranges("region")) + KEPT,
            LET_GO + release("supervision_commendation"),
        )
    ]
