"""Tables: what their headers and labels mean, and the amounts and indicators in their cells."""
