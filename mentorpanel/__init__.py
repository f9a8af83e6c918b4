"""The panel of mentors: software for one person's mentors."""
