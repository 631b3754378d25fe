package io.scaledapp.balancer.configuration;

import org.jspecify.annotations.Nullable;

/** One way to secure connections to replicas. */
record ReplicaTlsFields(
    @Required @Meaning("What `routing.tls.profile` of a ScaledApp calls it.") @Nullable String name,
    @Meaning(
            "PEM file of the authorities that may have signed replicas' certificates; relative to"
                + " the file's own folder. Looked at each second. Default: public authorities.")
        @Nullable String authorities,
    @Meaning(
            "Folder with `tls.crt` and `tls.key` of the certificate that replicas are shown, as a"
                + " mounted Secret is. Looked at each second. Default: none.")
        @Nullable String certificate) {}
