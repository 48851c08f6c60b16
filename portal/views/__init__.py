"""Which pages exist and what each may show: one module per page kind, one frozen dataclass per template."""
