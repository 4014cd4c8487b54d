"""Control of infection in schools: open, closed or online, with plans and reports that can be switched off (20-07-03)."""
