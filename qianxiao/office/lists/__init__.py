"""The page kit's lists: declared columns and filters, keyset paging, saved views, masked export."""
