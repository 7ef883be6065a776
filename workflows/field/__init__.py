"""What comes in from phones: items and files kept for ever, taken through the gate, waiting, or settled by a person."""
