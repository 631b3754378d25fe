# Stands in for the balancers, in the image that they have otherwise.
ARG BALANCER
FROM ${BALANCER}
COPY classes/ /bench/
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "--enable-native-access=ALL-UNNAMED", \
            "--sun-misc-unsafe-memory-access=allow", "-cp", "/bench:/app/*", \
            "io.scaledapp.e2e.bench.MadeUpBalancer"]
