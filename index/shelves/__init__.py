"""What happens when articles come and go."""
