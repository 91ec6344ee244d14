"""Text to claims: sentences, gate, parse, frames, attribution, time, quantity, anaphora."""
