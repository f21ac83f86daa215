"""What people see. Pure: values in, embeds and components out."""
