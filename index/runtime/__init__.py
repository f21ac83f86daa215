"""How networks run: precision, batches, shared layers, ONNX graphs."""
