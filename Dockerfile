# dvkgen with all it needs, for pipelines and for whoever has no Python:
#   docker build --tag dvkgen . && docker run --rm --network none --volume "$PWD:/kho" dvkgen build
FROM python:3.12-slim-bookworm
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends fontconfig fonts-croscore git \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 make \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.lock /tmp/requirements.lock
RUN pip install --quiet --no-cache-dir --require-hashes --no-deps -r /tmp/requirements.lock
WORKDIR /opt/dvkgen
COPY pyproject.toml README.md ./
COPY dvkgen dvkgen
COPY templates templates
COPY plans plans
ENV PYTHONPATH=/opt/dvkgen PYTHONDONTWRITEBYTECODE=1
# a pull request is untrusted: whoever builds it is nobody
RUN useradd --create-home nguoi-dung
USER nguoi-dung
WORKDIR /kho
ENTRYPOINT ["python", "-m", "dvkgen"]
CMD ["build"]
