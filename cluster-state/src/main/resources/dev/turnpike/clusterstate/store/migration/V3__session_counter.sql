-- The counters of one session of an owner. Apart, because an owner may have thousands of sessions of which few change; those of
-- the owner itself are in its row of the table counter, where earlier releases also put those of its sessions.
CREATE TABLE session_counter (
    owner_kind varchar(16) NOT NULL,
    owner_id varchar(512) NOT NULL,
    session varchar(512) NOT NULL,
    latest_ms bigint NOT NULL,
    end_ms bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, session)
);
