"""The questions, one file each: values taken, computation, columns of the answer."""
