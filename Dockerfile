# Two stages: the first installs, the second runs. Build with --build-arg INDEX_ARGS="..." to add package index options,
# such as one that offers CPU builds of torch: without it the registry's default build comes with GPU libraries.
FROM python:3.11-slim-bookworm AS build
ARG INDEX_ARGS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/byline
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY config config
COPY summarizer summarizer
RUN /opt/byline/bin/pip install $INDEX_ARGS --constraint constraints.txt .

FROM python:3.11-slim-bookworm
# Fixed ids: the data volume keeps its owner from one version to the next.
RUN groupadd --gid 10001 byline && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data byline \
    && mkdir /data && chown byline:byline /data
COPY --from=build /opt/byline /opt/byline
# The demo's sample articles lie beside the packages, as in a checkout.
COPY examples /opt/byline/lib/python3.11/site-packages/examples
ENV PATH=/opt/byline/bin:$PATH HOME=/data BYLINE_DATA_DIR=/data \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER byline
VOLUME /data
# docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v byline:/data -e BYLINE_TELEGRAM_TOKEN ...
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["byline"]
CMD ["run"]
