CREATE TABLE access_policy (
    subject TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    idle_minutes INTEGER NOT NULL,
    absolute_minutes INTEGER NOT NULL,
    second_factor TEXT NOT NULL,
    PRIMARY KEY (subject, valid_from)
) STRICT;

CREATE TABLE access_token (
    id TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    staff TEXT NOT NULL,
    agency TEXT NOT NULL,
    prefix TEXT NOT NULL,
    label TEXT NOT NULL,
    rights TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX access_token_staff ON access_token (staff);

CREATE TABLE account (
    staff TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    password_hash TEXT,
    password_until INTEGER,
    locked INTEGER NOT NULL,
    secret BLOB,
    secret_pending BLOB,
    last_step INTEGER
) STRICT;

CREATE TABLE agency (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
) STRICT;

CREATE TABLE agency_code (
    agency TEXT NOT NULL,
    scheme TEXT NOT NULL CHECK (scheme IN ('unit', 'statistics')),
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (scheme, code, valid_from)
) STRICT;

CREATE INDEX agency_code_agency ON agency_code (agency);

CREATE TABLE agency_period (
    agency TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT,
    PRIMARY KEY (agency, valid_from)
) STRICT;

CREATE TABLE attempt (
    key TEXT NOT NULL PRIMARY KEY,
    attempts INTEGER NOT NULL,
    since INTEGER NOT NULL,
    blocked_until INTEGER
) STRICT;

CREATE INDEX attempt_since ON attempt (since);

CREATE TABLE bag (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    number TEXT NOT NULL,
    from_unit TEXT NOT NULL,
    to_unit TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    sent_at INTEGER,
    received_at INTEGER,
    updated_at INTEGER NOT NULL,
    UNIQUE (from_unit, number)
) STRICT;

CREATE INDEX bag_from ON bag (from_unit, state, updated_at, id);

CREATE INDEX bag_to ON bag (to_unit, state, updated_at, id);

CREATE TABLE bag_dossier (
    bag TEXT NOT NULL,
    dossier TEXT NOT NULL,
    place INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (bag, dossier)
) STRICT;

CREATE INDEX bag_dossier_dossier ON bag_dossier (dossier);

CREATE TABLE book (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE calendar_day (
    calendar TEXT NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('statutory', 'compensatory', 'swap_off', 'swap_workday')),
    status TEXT NOT NULL CHECK (status IN ('announced', 'expected')),
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    paired_with TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (calendar, date)
) STRICT;

CREATE TABLE calendar_revision (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    mark BLOB NOT NULL,
    calendar TEXT NOT NULL,
    first_day TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE calendar_rule (
    calendar TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place > 0),
    weekdays TEXT NOT NULL,
    sessions TEXT NOT NULL,
    season_from INTEGER,
    season_to INTEGER,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (calendar, place),
    CHECK ((season_from IS NULL) = (season_to IS NULL))
) STRICT;

CREATE TABLE certification (
    unit TEXT NOT NULL,
    book TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    dossier TEXT NOT NULL,
    title TEXT NOT NULL,
    pages INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    signer TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (unit, book, year, number)
) STRICT;

CREATE INDEX certification_dossier ON certification (dossier);

CREATE TABLE dossier (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    code TEXT NOT NULL UNIQUE,
    procedure_code TEXT NOT NULL,
    procedure_version TEXT NOT NULL,
    field TEXT NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 10 OR status = 99),
    finance TEXT NOT NULL,
    delivery TEXT NOT NULL,
    sync TEXT NOT NULL,
    channel TEXT NOT NULL,
    submitter TEXT NOT NULL,
    supporting TEXT,
    receiving TEXT NOT NULL,
    competent TEXT NOT NULL,
    holder TEXT,
    officer TEXT,
    pending_to TEXT,
    step INTEGER NOT NULL,
    step_role TEXT,
    submitted_at INTEGER NOT NULL,
    received_at INTEGER,
    due_at INTEGER,
    legal_due_at INTEGER,
    rests_on_expected INTEGER NOT NULL,
    finished_at INTEGER,
    closed_at INTEGER,
    supplements INTEGER NOT NULL,
    outcome TEXT,
    place TEXT,
    corrects TEXT,
    wait_until TEXT,
    faults INTEGER NOT NULL,
    moved_earlier INTEGER NOT NULL,
    sets INTEGER NOT NULL,
    forwarded_at INTEGER,
    result_at INTEGER,
    returned_how TEXT,
    returned_mark TEXT,
    book_volume INTEGER,
    book_number INTEGER,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX dossier_asked ON dossier (receiving, (COALESCE(due_at, 9223372036854775807)), id) WHERE status IN (1, 5, 6);

CREATE UNIQUE INDEX dossier_book ON dossier (receiving, book_volume, book_number);

CREATE INDEX dossier_clock ON dossier (id) WHERE status IN (2, 4);

CREATE INDEX dossier_coming ON dossier (pending_to, (COALESCE(due_at, 9223372036854775807)), id) WHERE pending_to IS NOT NULL;

CREATE INDEX dossier_halted ON dossier (competent, (COALESCE(due_at, 9223372036854775807)), id) WHERE status IN (5, 6, 8);

CREATE INDEX dossier_own ON dossier (officer, holder, (COALESCE(due_at, 9223372036854775807)), id)
    WHERE status IN (2, 4, 5, 6);

CREATE INDEX dossier_result ON dossier (holder, (COALESCE(due_at, 9223372036854775807)), id) WHERE status = 9;

CREATE INDEX dossier_submitter ON dossier (submitter);

CREATE INDEX dossier_work ON dossier (holder, (COALESCE(due_at, 9223372036854775807)), id) WHERE status IN (2, 4);

CREATE TABLE dossier_draft (
    id TEXT NOT NULL PRIMARY KEY,
    officer TEXT NOT NULL,
    agency TEXT NOT NULL,
    title TEXT NOT NULL,
    form BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX dossier_draft_officer ON dossier_draft (officer, at);

CREATE TABLE dossier_key (
    dossier TEXT NOT NULL PRIMARY KEY,
    look_up TEXT NOT NULL
) STRICT;

CREATE TABLE dossier_note (
    id TEXT NOT NULL PRIMARY KEY,
    dossier TEXT NOT NULL,
    author TEXT NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX dossier_note_dossier ON dossier_note (dossier, at);

CREATE TABLE dossier_owner (
    dossier TEXT NOT NULL,
    person TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (dossier, person)
) STRICT;

CREATE INDEX dossier_owner_person ON dossier_owner (person);

CREATE TABLE dossier_serial (
    name TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE dossier_token (
    token TEXT NOT NULL PRIMARY KEY,
    dossier TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    replaced_at INTEGER
) STRICT;

CREATE INDEX dossier_token_dossier ON dossier_token (dossier, made_at);

CREATE TABLE duty (
    name TEXT NOT NULL PRIMARY KEY,
    next_at INTEGER NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_error TEXT,
    last_error_at INTEGER,
    last_done_at INTEGER,
    claim INTEGER NOT NULL,
    claimed_until INTEGER
) STRICT;

CREATE TABLE duty_list (
    agency TEXT NOT NULL,
    role TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    place INTEGER NOT NULL,
    staff TEXT NOT NULL,
    PRIMARY KEY (agency, role, valid_from, place)
) STRICT;

CREATE TABLE entry (
    position INTEGER NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    event TEXT NOT NULL,
    format INTEGER NOT NULL,
    payload TEXT NOT NULL,
    actor TEXT NOT NULL,
    agency TEXT,
    at INTEGER NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (subject, version)
) STRICT;

CREATE TABLE free_text (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    body TEXT,
    salt BLOB,
    erased INTEGER NOT NULL
) STRICT;

CREATE INDEX free_text_subject ON free_text (subject);

CREATE TABLE look (
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    target TEXT NOT NULL,
    actor TEXT NOT NULL,
    agency TEXT,
    purpose TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (subject, version)
) STRICT;

CREATE INDEX look_actor ON look (actor, at);

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('citizen', 'foreigner', 'organisation')),
    name TEXT NOT NULL,
    birth TEXT,
    sex TEXT CHECK (sex IN ('male', 'female', 'other')),
    address TEXT,
    identity_kind TEXT NOT NULL,
    identity_sealed BLOB,
    identity_hash BLOB,
    phone_sealed BLOB,
    phone_hash BLOB,
    merged_into TEXT,
    erased_at INTEGER,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX person_identity_hash ON person (identity_hash) WHERE identity_hash IS NOT NULL;

CREATE INDEX person_merged_into ON person (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX person_phone_hash ON person (phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE person_name_part (
    person TEXT NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_unit (
    person TEXT NOT NULL,
    agency TEXT NOT NULL,
    PRIMARY KEY (person, agency)
) STRICT;

CREATE TABLE person_unit_name (
    agency TEXT NOT NULL,
    key BLOB NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (agency, key, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE procedure (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL
    , format INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE INDEX procedure_format ON procedure (id) WHERE format < 2;

CREATE TABLE procedure_change (
    version TEXT NOT NULL,
    place INTEGER NOT NULL,
    part TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL, procedure TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (version, place)
) STRICT;

CREATE INDEX procedure_change_procedure ON procedure_change (procedure);

CREATE TABLE procedure_fee (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    channel INTEGER,
    fee TEXT NOT NULL,
    resolution TEXT NOT NULL,
    resolved_on TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
    , procedure TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX procedure_fee_code ON procedure_fee (code, valid_from);

CREATE INDEX procedure_fee_procedure ON procedure_fee (procedure);

CREATE TABLE procedure_flag (
    id TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel INTEGER,
    words TEXT NOT NULL,
    answer TEXT,
    answered_by TEXT,
    answered_at INTEGER
    , procedure TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX procedure_flag_open ON procedure_flag (kind, id) WHERE answer IS NULL;

CREATE INDEX procedure_flag_procedure ON procedure_flag (procedure);

CREATE INDEX procedure_flag_version ON procedure_flag (version);

CREATE TABLE procedure_review (
    id TEXT NOT NULL PRIMARY KEY,
    year INTEGER NOT NULL,
    unit TEXT NOT NULL,
    code TEXT NOT NULL,
    due_on TEXT NOT NULL,
    done_on TEXT,
    outcome TEXT, procedure TEXT NOT NULL DEFAULT '',
    UNIQUE (year, unit, code)
) STRICT;

CREATE INDEX procedure_review_procedure ON procedure_review (procedure);

CREATE TABLE procedure_version (
    id TEXT NOT NULL PRIMARY KEY,
    procedure TEXT NOT NULL,
    code TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    levels TEXT NOT NULL,
    decision TEXT NOT NULL,
    decision_on TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source_hash BLOB,
    content TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    UNIQUE (procedure, sequence)
) STRICT;

CREATE INDEX procedure_version_code ON procedure_version (code, valid_from);

CREATE TABLE recovery_code (
    staff TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (staff, hash)
) STRICT;

CREATE TABLE request_key (
    key TEXT NOT NULL PRIMARY KEY,
    outcome TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX request_key_at ON request_key (at);

CREATE TABLE revision (
    name TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT;

CREATE TABLE role_grant (
    staff TEXT NOT NULL,
    agency TEXT NOT NULL,
    role TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (staff, agency, role, valid_from)
) STRICT;

CREATE INDEX role_grant_agency ON role_grant (agency, role);

CREATE TABLE schema_migration (id TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL) STRICT;

CREATE TABLE sealed_head (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    position INTEGER NOT NULL UNIQUE CHECK (position > 0),
    root BLOB NOT NULL,
    at INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    signature BLOB NOT NULL,
    peaks BLOB NOT NULL
) STRICT;

CREATE TABLE sealed_node (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, place)
) STRICT;

CREATE TABLE service_counter (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    agency TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999),
    name TEXT NOT NULL,
    fields TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
) STRICT;

CREATE INDEX service_counter_agency ON service_counter (agency, number);

CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    staff TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('secondFactor', 'enrolment', 'newPassword', 'full')),
    agency TEXT,
    begun_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_staff ON session (staff);

CREATE INDEX session_used_at ON session (used_at);

CREATE TABLE staff_absence (
    staff TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('away', 'delegated')),
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    substitute TEXT,
    PRIMARY KEY (staff, number)
) STRICT;

CREATE INDEX staff_absence_to ON staff_absence (valid_to);

CREATE TABLE staff_member (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    agency TEXT NOT NULL,
    title TEXT NOT NULL,
    left_on TEXT
) STRICT;

CREATE INDEX staff_member_agency ON staff_member (agency);

CREATE TABLE staff_profile (
    staff TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    log_in TEXT NOT NULL UNIQUE,
    phone TEXT
) STRICT;

CREATE TABLE staff_signature (
    staff TEXT NOT NULL,
    agency TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    place INTEGER NOT NULL,
    prefix TEXT,
    line TEXT NOT NULL,
    PRIMARY KEY (staff, agency, valid_from, place)
) STRICT;

CREATE TABLE stored_file (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    hash TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    uploader TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX stored_file_hash ON stored_file (hash);

CREATE INDEX stored_file_subject ON stored_file (subject, at);
