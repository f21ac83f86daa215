# The bot on a CPU, as a user without rights. Data lives in /data, articles are mounted to /articles.
FROM python:3.12-slim

RUN useradd --create-home --uid 10001 whosaid && mkdir /data /articles && chown whosaid /data
WORKDIR /app
# torch first: its CPU build is a tenth of the usual one. A mirror of it: --build-arg TORCH_INDEX=https://…
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN pip install --no-cache-dir --index-url "$TORCH_INDEX" torch==2.13.0
COPY pyproject.toml README.md LICENSE NOTICE constraints.txt ./
COPY index index
COPY bot bot
RUN pip install --no-cache-dir ".[pdf,postgres]" -c constraints.txt

USER whosaid
ENV DATA_DIR=/data CACHE_DIR=/data/cache ARTICLES_DIR=/articles HEALTH_PORT=8080 LOG_FORMAT=json PYTHONUNBUFFERED=1
VOLUME ["/data"]
# the models take a moment to load
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["whosaid", "run"]
