"""The year's return: forms of 32 units from generation to the merged print."""
