-- What people are told, and what leaves the house: notices, rules of reminding, the outbox, webhooks, calendar feeds.
--
-- Twin of ../sqlite/0005_urging.sql; what differs is told in 0001_records.sql.
--
-- A `dedupe_key` names the occasion (task, deadline, rule, recipient): whoever comes second with the same occasion adds
-- nothing, be it the same process run again or another one beside it.

create table notifications (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    user_id bigint not null references users (id) on delete cascade,
    kind text not null,
    task_id bigint references tasks (id) on delete set null,
    data text not null,
    dedupe_key text not null,
    created_at bigint not null,
    read_at bigint,
    unique (dedupe_key)
);
create index notifications_by_user on notifications (user_id, id);
create index notifications_unread on notifications (user_id, id) where read_at is null;
create index notifications_agency on notifications (agency_id);
create index notifications_task on notifications (task_id);

-- What a user wants to be told and how. No row: in the application only.
create table notification_preferences (
    user_id bigint primary key references users (id) on delete cascade,
    email text,
    by_email boolean not null,
    digest text not null,
    muted text not null
);

create table reminder_rules (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    position bigint not null,
    code text not null,
    counts_from text not null,
    days bigint not null,
    counting text not null,
    repeat_every bigint,
    recipients text not null,
    active boolean not null,
    unique (agency_id, code)
);

create table webhooks (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    url text not null,
    secret text not null,
    events text not null,
    active boolean not null,
    created_by bigint references users (id),
    created_at bigint not null
);
create index webhooks_by_agency on webhooks (agency_id, id);
create index webhooks_created_by on webhooks (created_by);

-- Messages on their way out. `message_id` stays the same at every try. `state`: pending (not yet tried), sending
-- (claimed until `claimed_until`), failed (to be tried again at `next_at`), sent (the other side took it), given_up.
create table outbox (
    id bigint generated always as identity primary key,
    agency_id bigint not null references agencies (id),
    channel text not null,
    user_id bigint references users (id) on delete set null,
    webhook_id bigint references webhooks (id) on delete set null,
    recipient text not null,
    address text not null,
    subject text not null,
    body text not null,
    html text,
    message_id text not null,
    dedupe_key text not null,
    state text not null,
    attempts bigint not null,
    next_at bigint not null,
    claimed_by text,
    claimed_until bigint,
    last_error text,
    created_at bigint not null,
    sent_at bigint,
    unique (dedupe_key)
);
create index outbox_due on outbox (next_at, id) where state in ('pending', 'failed');
create index outbox_claimed on outbox (claimed_until, id) where state = 'sending';
create index outbox_by_agency on outbox (agency_id, id);
create index outbox_by_state on outbox (agency_id, state, id);
create index outbox_user on outbox (user_id);
create index outbox_webhook on outbox (webhook_id);

-- Every try, by whom and with what end.
create table outbox_attempts (
    id bigint generated always as identity primary key,
    outbox_id bigint not null references outbox (id) on delete cascade,
    attempt bigint not null,
    at bigint not null,
    claimed_by text not null,
    outcome text not null,
    detail text
);
create index outbox_attempts_by_message on outbox_attempts (outbox_id, id);

-- Work done once a day: whoever adds the row does it.
create table job_runs (
    name text not null,
    agency_id bigint not null references agencies (id),
    day text collate "C" not null,
    at bigint not null,
    primary key (name, agency_id, day)
);
create index job_runs_agency on job_runs (agency_id);

-- Calendars that others subscribe to, known by the hash of the token in their address.
create table calendar_feeds (
    user_id bigint primary key references users (id) on delete cascade,
    token_hash text not null,
    created_at bigint not null,
    unique (token_hash)
);
