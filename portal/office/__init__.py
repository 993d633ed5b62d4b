"""The office's layouts: workbooks, documents and PDF, and what comes in as a workbook."""
