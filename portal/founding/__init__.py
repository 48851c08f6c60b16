"""From an announcement to a list: a founding text as it comes -> a passage -> a proposal -> the files of a list."""
