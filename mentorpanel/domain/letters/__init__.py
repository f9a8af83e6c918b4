"""Letters: one file per kind with its slots, text and checks; ``kinds`` lists them."""
