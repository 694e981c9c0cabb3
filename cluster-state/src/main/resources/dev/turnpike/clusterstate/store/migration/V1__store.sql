-- What the nodes share. Runs on PostgreSQL and H2 alike; never changes: later releases add files beside it.

-- One row: the revision of the registry, which every change of it moves.
CREATE TABLE registry_head (
    id integer NOT NULL PRIMARY KEY CHECK (id = 1),
    revision bigint NOT NULL
);
INSERT INTO registry_head (id, revision) VALUES (1, 0);

-- The documents in force.
CREATE TABLE resource (
    kind varchar(16) NOT NULL,
    name varchar(512) NOT NULL,
    revision bigint NOT NULL,
    origin varchar(16) NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (kind, name)
);

-- The newest revisions of policies, also of those that are in force no more.
CREATE TABLE policy_revision (
    name varchar(512) NOT NULL,
    revision bigint NOT NULL,
    origin varchar(16) NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (name, revision)
);

-- Approvals; the arguments stand apart, so that they can be erased.
CREATE TABLE approval (
    id varchar(128) NOT NULL PRIMARY KEY,
    version integer NOT NULL,
    last_step varchar(36) NOT NULL,
    noted integer NOT NULL,
    requested_ms bigint NOT NULL,
    expires_ms bigint NOT NULL,
    forget_ms bigint NOT NULL,
    arguments text,
    body text NOT NULL
);

-- The counters of one owner.
CREATE TABLE counter (
    owner_kind varchar(16) NOT NULL,
    owner_id varchar(512) NOT NULL,
    latest_ms bigint NOT NULL,
    end_ms bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (owner_kind, owner_id)
);
