"""Running text: amounts, targets and attributes in sentences."""
