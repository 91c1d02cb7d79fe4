"""Messages to documents: intake, the one fetch gate, extraction, files, and the reader that joins them."""
