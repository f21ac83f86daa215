"""From a message to an answer: who asks, whose turn it is, what is known of them."""
