"""What the schemes of URLs and the names of drivers mean: engines of stores with their usual ports, and protocols."""

# Canonical names of the engines that are called stores, with the ports that go without saying.
ENGINE_PORTS: dict[str, tuple[int, ...]] = {
    "arangodb": (8529,),
    "cassandra": (9042,),
    "clickhouse": (9000, 8123, 9440, 8443),
    "cockroachdb": (26257,),
    "couchbase": (11210,),
    "couchdb": (5984,),
    "db2": (50000,),
    "elasticsearch": (9200,),
    "kafka": (9092,),
    "mariadb": (3306,),
    "memcached": (11211,),
    "mongodb": (27017,),
    "mssql": (1433,),
    "mysql": (3306,),
    "nats": (4222,),
    "neo4j": (7687,),
    "opensearch": (9200,),
    "oracle": (1521,),
    "postgres": (5432,),
    "pulsar": (6650,),
    "rabbitmq": (5672, 5671),
    "redis": (6379,),
    "redshift": (5439,),
    "snowflake": (443,),
}
ENGINES: dict[str, str] = {
    **{name: name for name in ENGINE_PORTS},
    "amqp": "rabbitmq",
    "amqps": "rabbitmq",
    "asyncpg": "postgres",
    "bolt": "neo4j",
    "clickhousedb": "clickhouse",
    "cockroach": "cockroachdb",
    "elastic": "elasticsearch",
    "es": "elasticsearch",
    "maria": "mariadb",
    "memcache": "memcached",
    "mongo": "mongodb",
    "mysql2": "mysql",
    "mysqlgis": "mysql",
    "mysqli": "mysql",
    "mysqlx": "mysql",
    "pg": "postgres",
    "pgsql": "postgres",
    "pgx": "postgres",
    "postgis": "postgres",
    "postgresql": "postgres",
    "psql": "postgres",
    "pymssql": "mssql",
    "pymysql": "mysql",
    "rabbit": "rabbitmq",
    "rediss": "redis",
    "scylla": "cassandra",
    "scylladb": "cassandra",
    "sqlserver": "mssql",
    "sqlsrv": "mssql",
    "timescaledb": "postgres",
    "valkey": "redis",
    "valkeys": "redis",
}
# Object stores: what stands behind the scheme is the name of the bucket.
BUCKETS = {"s3": "s3", "s3a": "s3", "s3n": "s3", "gs": "gs", "gcs": "gs"}
AZURE = frozenset({"wasb", "wasbs", "abfs", "abfss"})
# Engines whose path names no database but a topic, a subject or nothing at all.
WITHOUT_DATABASE = frozenset({"kafka", "nats", "pulsar", "memcached", "elasticsearch", "opensearch", "sqlserver"})
# Protocols that lead to a host, with the port that goes without saying (0: none).
PROTOCOLS: dict[str, int] = {
    "http": 80,
    "https": 443,
    "ws": 80,
    "wss": 443,
    "grpc": 0,
    "grpcs": 0,
    "grpc-web": 0,
    "h2c": 80,
    "tcp": 0,
    "udp": 0,
    "tls": 0,
    "ssl": 0,
    "lb": 0,
    "dns": 0,
    "discovery": 0,
    "consul": 8500,
    "etcd": 2379,
    "zookeeper": 2181,
    "zk": 2181,
    "thrift": 0,
    "dubbo": 0,
    "mqtt": 1883,
    "mqtts": 8883,
    "stomp": 61613,
    "smtp": 25,
    "smtps": 465,
    "imap": 143,
    "imaps": 993,
    "ldap": 389,
    "ldaps": 636,
    "ftp": 21,
    "ftps": 990,
    "sftp": 22,
    "ssh": 22,
    "syslog": 514,
    "statsd": 8125,
    "rtmp": 1935,
    "rtsp": 554,
    "vault": 8200,
}
# Schemes that no part behind a plus makes a connection to a host: `git+https` fetches sources.
NOT_CONNECTING = frozenset({"git", "hg", "svn", "bzr", "file", "unix", "docker", "oci", "npipe", "jar"})
# Hosts that name vocabularies and grammars: nobody connects to them.
VOCABULARIES = frozenset(
    {
        "www.w3.org",
        "w3.org",
        "json-schema.org",
        "schema.org",
        "purl.org",
        "xmlns.com",
        "ns.adobe.com",
        "schemas.android.com",
        "schemas.microsoft.com",
        "schemas.openxmlformats.org",
        "schemas.xmlsoap.org",
        "java.sun.com",
        "xmlns.jcp.org",
        "maven.apache.org",
        "www.springframework.org",
        "www.sitemaps.org",
        "www.opengis.net",
        "json.schemastore.org",
    }
)


def engine_of(word: str) -> str:
    """The canonical engine that a scheme, driver or word in a name means, or "" for none."""
    return ENGINES.get(word.lower(), "")


def is_usual_port(engine: str, port: int) -> bool:
    """Whether a port goes without saying for an engine."""
    return port in ENGINE_PORTS.get(engine, ())
