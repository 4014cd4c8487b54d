"""Claims are seen by the county that pays, the institution and the person that asked; what was done is only added to."""

from django.db import migrations

from qianxiao.base.scope import PERSON, in_ranges, of_institutions, of_person, protect, release, setting

OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
ALLOWED = (in_ranges("region"), OWN, of_person("person_id"))
LINE = "claims_claimline"
# whoever is in a list sees that list's head, and only that: who else is in it stays with the office
NAMED = f"({setting(PERSON, 'uuid')} IS NOT NULL AND EXISTS (SELECT FROM {LINE} l WHERE l.claim_id = claims_claim.id AND {of_person('l.person_id')}))"
REST = ("claims_claimstep", "claims_submission", "claims_appeal")
NUMBERS = "CREATE SEQUENCE claims_number;"
KEPT = """
CREATE TRIGGER claims_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_claimstep
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
CREATE TRIGGER claims_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_submission
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
FREED = """
DROP TRIGGER claims_insert_only ON claims_submission; DROP TRIGGER claims_insert_only ON claims_claimstep;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial"), ("entitlements", "0002_scope"), ("people", "0012_person_registered"),
                    ("audit", "0003_chained_months"), ("integrity", "0002_scope"), ("training", "0002_partitions"),
                    ("evaluation", "0001_initial"), ("studies", "0001_initial"), ("households", "0001_initial")]  # fmt: skip
    operations = [
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE claims_number;"),
        migrations.RunSQL(
            protect(LINE, *ALLOWED) + protect("claims_claim", *ALLOWED, NAMED) + "".join(protect(table, *ALLOWED) for table in REST) + KEPT,
            FREED + "".join(release(table) for table in (*REST, "claims_claim", LINE)),
        ),
    ]
