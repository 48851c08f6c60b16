"""Which pages exist, and what each may show: one module per kind of page, one frozen dataclass per template."""
