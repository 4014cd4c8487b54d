"""The year's return 《技能脱贫千校行动进展情况表》: filled from frozen months, checked, signed, sent, merged of 32 units (19-17-05 to 07)."""
