"""The month's files: lists, feedback workbooks, reconciliation and progress form as xlsx and PDF."""
