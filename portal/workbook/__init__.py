"""The round trip of a 台账: an Excel workbook as it comes -> records; the portal -> a workbook that says the same."""
