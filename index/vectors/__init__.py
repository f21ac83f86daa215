"""FAISS, a projection of the store."""
