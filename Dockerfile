# Two stages: the first installs, the second runs. Build with --build-arg INDEX_ARGS="..." to add package index options,
# such as one that offers CPU builds of torch: without it the registry's default build comes with GPU libraries.
# A release may name the base by its digest: --build-arg BASE=python:3.11.13-slim-bookworm@sha256:...
ARG BASE=python:3.11.13-slim-bookworm

FROM ${BASE} AS build
ARG INDEX_ARGS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/byline
# The dependencies first, for packages that are still empty: a change of the code does not install them anew.
COPY pyproject.toml constraints.txt README.md ./
RUN mkdir bot config summarizer && /opt/byline/bin/pip install $INDEX_ARGS --constraint constraints.txt .
COPY bot bot
COPY config config
COPY summarizer summarizer
RUN /opt/byline/bin/pip install --no-deps --force-reinstall .

FROM ${BASE}
# Fixed ids: the data volume keeps its owner from one version to the next. Postgres asks for a user that has a name.
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
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ.get('BYLINE_WEB_PORT', '8080') + '/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["byline"]
CMD ["run"]
