# syntax=docker/dockerfile:1
# The images of docker-compose.yml and of the manifests, one target each:
#   docker build --target command-side -t docket/command-side:1.0.0 .
ARG JAVA=25.0.3_9

# All applications, built once.
FROM eclipse-temurin:${JAVA}-jdk-noble AS build
COPY --from=maven:3.9.9-eclipse-temurin-21 /usr/share/maven /usr/share/maven
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    /usr/share/maven/bin/mvn -B -q -DskipTests package -am -pl standalone,command-side,query-side,simulators,verifier \
    && for application in standalone command-side query-side; do \
         java -Djarmode=tools -jar "$application"/target/docket-"$application"-*-app.jar extract --layers \
           --application-filename docket.jar --destination "/layers/$application"; \
       done \
    && install -D simulators/target/docket-simulators-*-app.jar /layers/simulators/docket.jar \
    && install -D verifier/target/docket-verify.jar /layers/verifier/docket-verify.jar

# What they run on: a user without rights, whose folders alone it can write to.
FROM eclipse-temurin:${JAVA}-jre-noble AS runtime
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/docket /etc/docket/keys
WORKDIR /var/lib/docket
USER 10001:10001
EXPOSE 8080

# Libraries change least, so they are a layer of their own, below what is ours.
FROM runtime AS standalone-files
COPY --from=build /layers/standalone/dependencies/ /opt/docket/
COPY --from=build /layers/standalone/snapshot-dependencies/ /layers/standalone/application/ /opt/docket/
COPY --chmod=755 deploy/docker/start deploy/docker/healthy /opt/docket/

FROM runtime AS command-side-files
COPY --from=build /layers/command-side/dependencies/ /opt/docket/
COPY --from=build /layers/command-side/snapshot-dependencies/ /layers/command-side/application/ /opt/docket/
COPY --chmod=755 deploy/docker/start deploy/docker/healthy /opt/docket/

FROM runtime AS query-side-files
COPY --from=build /layers/query-side/dependencies/ /opt/docket/
COPY --from=build /layers/query-side/snapshot-dependencies/ /layers/query-side/application/ /opt/docket/
COPY --chmod=755 deploy/docker/start deploy/docker/healthy /opt/docket/

# The AOT cache of each: it fits the very JVM and the very files that it was made with.
FROM standalone-files AS standalone-archive
USER root
RUN apt-get update && apt-get install -y --no-install-recommends postgresql
COPY deploy/docker/archive /tmp/archive
COPY standalone/src/main/resources/demo /tmp/demo
RUN sh /tmp/archive standalone

FROM command-side-files AS command-side-archive
USER root
RUN apt-get update && apt-get install -y --no-install-recommends postgresql
COPY deploy/docker/archive /tmp/archive
COPY standalone/src/main/resources/demo /tmp/demo
RUN sh /tmp/archive command-side

FROM query-side-files AS query-side-archive
USER root
RUN apt-get update && apt-get install -y --no-install-recommends postgresql
COPY deploy/docker/archive /tmp/archive
COPY --from=build /layers/verifier/docket-verify.jar /tmp/docket-verify.jar
RUN sh /tmp/archive query-side

FROM command-side-files AS command-side
COPY --from=command-side-archive /opt/docket/docket.aot /opt/docket/
ENTRYPOINT ["/opt/docket/start"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=120s --retries=3 CMD ["/opt/docket/healthy"]

FROM query-side-files AS query-side
COPY --from=query-side-archive /opt/docket/docket.aot /opt/docket/
ENTRYPOINT ["/opt/docket/start"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=120s --retries=3 CMD ["/opt/docket/healthy"]

FROM runtime AS simulators
COPY --from=build /layers/simulators/docket.jar /opt/docket/
COPY --chmod=755 deploy/docker/start /opt/docket/
EXPOSE 8090
ENTRYPOINT ["/opt/docket/start", "--address=0.0.0.0", "--port=8090", "--data=/var/lib/docket/simulators.mv"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://localhost:8090/demo/card-system"]

# Makes keys where there are none, and ends.
FROM runtime AS keys
COPY --from=build /layers/verifier/docket-verify.jar /opt/docket/
COPY --chmod=755 deploy/docker/make-keys /opt/docket/
ENTRYPOINT ["/opt/docket/make-keys"]

# Keycloak with what is fixed when it is built, so that it starts without writing to its own folder.
FROM quay.io/keycloak/keycloak:26.7.3 AS keycloak
ENV KC_DB=postgres KC_HEALTH_ENABLED=true KC_CACHE=local
RUN /opt/keycloak/bin/kc.sh build
ENTRYPOINT ["/opt/keycloak/bin/kc.sh", "start", "--optimized", "--import-realm"]

FROM standalone-files AS standalone
COPY --from=standalone-archive /opt/docket/docket.aot /opt/docket/
VOLUME /var/lib/docket
ENV DOCKET_DATA=/var/lib/docket
ENTRYPOINT ["/opt/docket/start"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=120s --retries=3 CMD ["/opt/docket/healthy"]
