"""What is derived from the frames of a border, and what is said of them."""
