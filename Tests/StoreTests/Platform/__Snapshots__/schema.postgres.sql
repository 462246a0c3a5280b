CREATE TABLE access_policy (
    subject text NOT NULL,
    valid_from text NOT NULL,
    idle_minutes bigint NOT NULL,
    absolute_minutes bigint NOT NULL,
    second_factor text NOT NULL,
    CONSTRAINT access_policy_pkey PRIMARY KEY (subject, valid_from)
);

CREATE TABLE access_token (
    id text NOT NULL,
    hash bytea NOT NULL,
    staff text NOT NULL,
    agency text NOT NULL,
    prefix text NOT NULL,
    label text NOT NULL,
    rights text NOT NULL,
    created_at bigint NOT NULL,
    valid_until bigint NOT NULL,
    used_at bigint,
    revoked_at bigint,
    CONSTRAINT access_token_hash_key UNIQUE (hash),
    CONSTRAINT access_token_pkey PRIMARY KEY (id)
);
CREATE INDEX access_token_staff ON access_token USING btree (staff);

CREATE TABLE account (
    staff text NOT NULL,
    version bigint NOT NULL,
    password_hash text,
    password_until bigint,
    locked boolean NOT NULL,
    secret bytea,
    secret_pending bytea,
    last_step bigint,
    CONSTRAINT account_pkey PRIMARY KEY (staff)
);

CREATE TABLE agency (
    id text NOT NULL,
    version bigint NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    CONSTRAINT agency_pkey PRIMARY KEY (id)
);

CREATE TABLE agency_code (
    agency text NOT NULL,
    scheme text NOT NULL,
    code text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    CONSTRAINT agency_code_pkey PRIMARY KEY (scheme, code, valid_from),
    CONSTRAINT agency_code_scheme_check CHECK (scheme = ANY (ARRAY['unit'::text, 'statistics'::text]))
);
CREATE INDEX agency_code_agency ON agency_code USING btree (agency);

CREATE TABLE agency_period (
    agency text NOT NULL,
    valid_from text NOT NULL,
    name text NOT NULL,
    short_name text NOT NULL,
    kind text NOT NULL,
    parent text,
    CONSTRAINT agency_period_pkey PRIMARY KEY (agency, valid_from)
);

CREATE TABLE attempt (
    key text NOT NULL,
    attempts bigint NOT NULL,
    since bigint NOT NULL,
    blocked_until bigint,
    CONSTRAINT attempt_pkey PRIMARY KEY (key)
);
CREATE INDEX attempt_since ON attempt USING btree (since);

CREATE TABLE bag (
    id text NOT NULL,
    version bigint NOT NULL,
    number text NOT NULL,
    from_unit text NOT NULL,
    to_unit text NOT NULL,
    state text NOT NULL,
    made_at bigint NOT NULL,
    sent_at bigint,
    received_at bigint,
    updated_at bigint NOT NULL,
    CONSTRAINT bag_from_unit_number_key UNIQUE (from_unit, number),
    CONSTRAINT bag_pkey PRIMARY KEY (id)
);
CREATE INDEX bag_from ON bag USING btree (from_unit, state, updated_at, id);
CREATE INDEX bag_to ON bag USING btree (to_unit, state, updated_at, id);

CREATE TABLE bag_dossier (
    bag text NOT NULL,
    dossier text NOT NULL,
    place bigint NOT NULL,
    missing boolean NOT NULL,
    CONSTRAINT bag_dossier_pkey PRIMARY KEY (bag, dossier)
);
CREATE INDEX bag_dossier_dossier ON bag_dossier USING btree (dossier);

CREATE TABLE book (
    one bigint NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT book_pkey PRIMARY KEY (one),
    CONSTRAINT book_one_check CHECK (one = 1)
);

CREATE TABLE calendar_day (
    calendar text NOT NULL,
    date text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    name_vi text NOT NULL,
    name_en text NOT NULL,
    paired_with text,
    source text NOT NULL,
    CONSTRAINT calendar_day_pkey PRIMARY KEY (calendar, date),
    CONSTRAINT calendar_day_kind_check CHECK (kind = ANY (ARRAY['statutory'::text, 'compensatory'::text, 'swap_off'::text, 'swap_workday'::text])),
    CONSTRAINT calendar_day_status_check CHECK (status = ANY (ARRAY['announced'::text, 'expected'::text]))
);

CREATE TABLE calendar_revision (
    number bigint NOT NULL,
    mark bytea NOT NULL,
    calendar text NOT NULL,
    first_day text NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT calendar_revision_pkey PRIMARY KEY (number),
    CONSTRAINT calendar_revision_number_check CHECK (number > 0)
);

CREATE TABLE calendar_rule (
    calendar text NOT NULL,
    place bigint NOT NULL,
    weekdays text NOT NULL,
    sessions text NOT NULL,
    season_from bigint,
    season_to bigint,
    valid_from text NOT NULL,
    valid_to text,
    CONSTRAINT calendar_rule_pkey PRIMARY KEY (calendar, place),
    CONSTRAINT calendar_rule_check CHECK ((season_from IS NULL) = (season_to IS NULL)),
    CONSTRAINT calendar_rule_place_check CHECK (place > 0)
);

CREATE TABLE certification (
    unit text NOT NULL,
    book text NOT NULL,
    year bigint NOT NULL,
    number bigint NOT NULL,
    dossier text NOT NULL,
    title text NOT NULL,
    pages bigint NOT NULL,
    copies bigint NOT NULL,
    signer text,
    at bigint NOT NULL,
    CONSTRAINT certification_pkey PRIMARY KEY (unit, book, year, number)
);
CREATE INDEX certification_dossier ON certification USING btree (dossier);

CREATE TABLE dossier (
    id text NOT NULL,
    version bigint NOT NULL,
    code text NOT NULL,
    procedure_code text NOT NULL,
    procedure_version text NOT NULL,
    field text NOT NULL,
    status bigint NOT NULL,
    finance text NOT NULL,
    delivery text NOT NULL,
    sync text NOT NULL,
    channel text NOT NULL,
    submitter text NOT NULL,
    supporting text,
    receiving text NOT NULL,
    competent text NOT NULL,
    holder text,
    officer text,
    pending_to text,
    step bigint NOT NULL,
    step_role text,
    submitted_at bigint NOT NULL,
    received_at bigint,
    due_at bigint,
    legal_due_at bigint,
    rests_on_expected boolean NOT NULL,
    finished_at bigint,
    closed_at bigint,
    supplements bigint NOT NULL,
    outcome text,
    place text,
    corrects text,
    wait_until text,
    faults bigint NOT NULL,
    moved_earlier boolean NOT NULL,
    sets bigint NOT NULL,
    forwarded_at bigint,
    result_at bigint,
    returned_how text,
    returned_mark text,
    book_volume bigint,
    book_number bigint,
    updated_at bigint NOT NULL,
    CONSTRAINT dossier_code_key UNIQUE (code),
    CONSTRAINT dossier_pkey PRIMARY KEY (id),
    CONSTRAINT dossier_status_check CHECK (status >= 1 AND status <= 10 OR status = 99)
);
CREATE INDEX dossier_asked ON dossier USING btree (receiving, COALESCE(due_at, '9223372036854775807'::bigint), id) WHERE (status = ANY (ARRAY[(1)::bigint, (5)::bigint, (6)::bigint]));
CREATE UNIQUE INDEX dossier_book ON dossier USING btree (receiving, book_volume, book_number);
CREATE INDEX dossier_clock ON dossier USING btree (id) WHERE (status = ANY (ARRAY[(2)::bigint, (4)::bigint]));
CREATE INDEX dossier_coming ON dossier USING btree (pending_to, COALESCE(due_at, '9223372036854775807'::bigint), id) WHERE (pending_to IS NOT NULL);
CREATE INDEX dossier_halted ON dossier USING btree (competent, COALESCE(due_at, '9223372036854775807'::bigint), id) WHERE (status = ANY (ARRAY[(5)::bigint, (6)::bigint, (8)::bigint]));
CREATE INDEX dossier_own ON dossier USING btree (officer, holder, COALESCE(due_at, '9223372036854775807'::bigint), id) WHERE (status = ANY (ARRAY[(2)::bigint, (4)::bigint, (5)::bigint, (6)::bigint]));
CREATE INDEX dossier_result ON dossier USING btree (holder, COALESCE(due_at, '9223372036854775807'::bigint), id) WHERE (status = 9);
CREATE INDEX dossier_submitter ON dossier USING btree (submitter);
CREATE INDEX dossier_work ON dossier USING btree (holder, COALESCE(due_at, '9223372036854775807'::bigint), id) WHERE (status = ANY (ARRAY[(2)::bigint, (4)::bigint]));

CREATE TABLE dossier_draft (
    id text NOT NULL,
    officer text NOT NULL,
    agency text NOT NULL,
    title text NOT NULL,
    form bytea NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT dossier_draft_pkey PRIMARY KEY (id)
);
CREATE INDEX dossier_draft_officer ON dossier_draft USING btree (officer, at);

CREATE TABLE dossier_key (
    dossier text NOT NULL,
    look_up text NOT NULL,
    CONSTRAINT dossier_key_pkey PRIMARY KEY (dossier)
);

CREATE TABLE dossier_note (
    id text NOT NULL,
    dossier text NOT NULL,
    author text NOT NULL,
    body text NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT dossier_note_pkey PRIMARY KEY (id)
);
CREATE INDEX dossier_note_dossier ON dossier_note USING btree (dossier, at);

CREATE TABLE dossier_owner (
    dossier text NOT NULL,
    person text NOT NULL,
    place bigint NOT NULL,
    CONSTRAINT dossier_owner_pkey PRIMARY KEY (dossier, person)
);
CREATE INDEX dossier_owner_person ON dossier_owner USING btree (person);

CREATE TABLE dossier_serial (
    name text NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT dossier_serial_pkey PRIMARY KEY (name)
);

CREATE TABLE dossier_token (
    token text NOT NULL,
    dossier text NOT NULL,
    made_at bigint NOT NULL,
    replaced_at bigint,
    CONSTRAINT dossier_token_pkey PRIMARY KEY (token)
);
CREATE INDEX dossier_token_dossier ON dossier_token USING btree (dossier, made_at);

CREATE TABLE duty (
    name text NOT NULL,
    next_at bigint NOT NULL,
    failures bigint NOT NULL,
    last_error text,
    last_error_at bigint,
    last_done_at bigint,
    claim bigint NOT NULL,
    claimed_until bigint,
    CONSTRAINT duty_pkey PRIMARY KEY (name),
    CONSTRAINT duty_failures_check CHECK (failures >= 0)
);

CREATE TABLE duty_list (
    agency text NOT NULL,
    role text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    place bigint NOT NULL,
    staff text NOT NULL,
    CONSTRAINT duty_list_pkey PRIMARY KEY (agency, role, valid_from, place)
);

CREATE TABLE entry (
    position bigint NOT NULL,
    subject text NOT NULL,
    version bigint NOT NULL,
    event text NOT NULL,
    format bigint NOT NULL,
    payload text NOT NULL,
    actor text NOT NULL,
    agency text,
    at bigint NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT entry_subject_version_key UNIQUE (subject, version),
    CONSTRAINT entry_pkey PRIMARY KEY ("position"),
    CONSTRAINT entry_version_check CHECK (version > 0)
);

CREATE TABLE free_text (
    id text NOT NULL,
    subject text NOT NULL,
    body text,
    salt bytea,
    erased boolean NOT NULL,
    CONSTRAINT free_text_pkey PRIMARY KEY (id)
);
CREATE INDEX free_text_subject ON free_text USING btree (subject);

CREATE TABLE look (
    subject text NOT NULL,
    version bigint NOT NULL,
    target text NOT NULL,
    actor text NOT NULL,
    agency text,
    purpose text NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT look_pkey PRIMARY KEY (subject, version)
);
CREATE INDEX look_actor ON look USING btree (actor, at);

CREATE TABLE person (
    id text NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    birth text,
    sex text,
    address text,
    identity_kind text NOT NULL,
    identity_sealed bytea,
    identity_hash bytea,
    phone_sealed bytea,
    phone_hash bytea,
    merged_into text,
    erased_at bigint,
    updated_at bigint NOT NULL,
    CONSTRAINT person_pkey PRIMARY KEY (id),
    CONSTRAINT person_kind_check CHECK (kind = ANY (ARRAY['citizen'::text, 'foreigner'::text, 'organisation'::text])),
    CONSTRAINT person_sex_check CHECK (sex = ANY (ARRAY['male'::text, 'female'::text, 'other'::text]))
);
CREATE INDEX person_identity_hash ON person USING btree (identity_hash) WHERE (identity_hash IS NOT NULL);
CREATE INDEX person_merged_into ON person USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX person_phone_hash ON person USING btree (phone_hash) WHERE (phone_hash IS NOT NULL);

CREATE TABLE person_name_part (
    person text NOT NULL,
    key bytea NOT NULL,
    CONSTRAINT person_name_part_pkey PRIMARY KEY (person, key)
);

CREATE TABLE person_unit (
    person text NOT NULL,
    agency text NOT NULL,
    CONSTRAINT person_unit_pkey PRIMARY KEY (person, agency)
);

CREATE TABLE person_unit_name (
    agency text NOT NULL,
    key bytea NOT NULL,
    person text NOT NULL,
    CONSTRAINT person_unit_name_pkey PRIMARY KEY (agency, key, person)
);

CREATE TABLE procedure (
    id text NOT NULL,
    code text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL DEFAULT 1,
    CONSTRAINT procedure_code_key UNIQUE (code),
    CONSTRAINT procedure_pkey PRIMARY KEY (id)
);
CREATE INDEX procedure_format ON procedure USING btree (id) WHERE (format < 2);

CREATE TABLE procedure_change (
    version text NOT NULL,
    place bigint NOT NULL,
    part text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    procedure text NOT NULL DEFAULT ''::text,
    CONSTRAINT procedure_change_pkey PRIMARY KEY (version, place)
);
CREATE INDEX procedure_change_procedure ON procedure_change USING btree (procedure);

CREATE TABLE procedure_fee (
    id text NOT NULL,
    code text NOT NULL,
    channel bigint,
    fee text NOT NULL,
    resolution text NOT NULL,
    resolved_on text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    procedure text NOT NULL DEFAULT ''::text,
    CONSTRAINT procedure_fee_pkey PRIMARY KEY (id)
);
CREATE INDEX procedure_fee_code ON procedure_fee USING btree (code, valid_from);
CREATE INDEX procedure_fee_procedure ON procedure_fee USING btree (procedure);

CREATE TABLE procedure_flag (
    id text NOT NULL,
    version text NOT NULL,
    code text NOT NULL,
    field text NOT NULL,
    kind text NOT NULL,
    channel bigint,
    words text NOT NULL,
    answer text,
    answered_by text,
    answered_at bigint,
    procedure text NOT NULL DEFAULT ''::text,
    CONSTRAINT procedure_flag_pkey PRIMARY KEY (id)
);
CREATE INDEX procedure_flag_open ON procedure_flag USING btree (kind, id) WHERE (answer IS NULL);
CREATE INDEX procedure_flag_procedure ON procedure_flag USING btree (procedure);
CREATE INDEX procedure_flag_version ON procedure_flag USING btree (version);

CREATE TABLE procedure_review (
    id text NOT NULL,
    year bigint NOT NULL,
    unit text NOT NULL,
    code text NOT NULL,
    due_on text NOT NULL,
    done_on text,
    outcome text,
    procedure text NOT NULL DEFAULT ''::text,
    CONSTRAINT procedure_review_year_unit_code_key UNIQUE (year, unit, code),
    CONSTRAINT procedure_review_pkey PRIMARY KEY (id)
);
CREATE INDEX procedure_review_procedure ON procedure_review USING btree (procedure);

CREATE TABLE procedure_version (
    id text NOT NULL,
    procedure text NOT NULL,
    code text NOT NULL,
    sequence bigint NOT NULL,
    name text NOT NULL,
    field text NOT NULL,
    levels text NOT NULL,
    decision text NOT NULL,
    decision_on text,
    valid_from text NOT NULL,
    valid_to text,
    source_hash bytea,
    content text NOT NULL,
    written_at bigint NOT NULL,
    CONSTRAINT procedure_version_procedure_sequence_key UNIQUE (procedure, sequence),
    CONSTRAINT procedure_version_pkey PRIMARY KEY (id)
);
CREATE INDEX procedure_version_code ON procedure_version USING btree (code, valid_from);

CREATE TABLE recovery_code (
    staff text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT recovery_code_pkey PRIMARY KEY (staff, hash)
);

CREATE TABLE request_key (
    key text NOT NULL,
    outcome text NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT request_key_pkey PRIMARY KEY (key)
);
CREATE INDEX request_key_at ON request_key USING btree (at);

CREATE TABLE revision (
    name text NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT revision_pkey PRIMARY KEY (name)
);

CREATE TABLE role_grant (
    staff text NOT NULL,
    agency text NOT NULL,
    role text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    CONSTRAINT role_grant_pkey PRIMARY KEY (staff, agency, role, valid_from)
);
CREATE INDEX role_grant_agency ON role_grant USING btree (agency, role);

CREATE TABLE schema_migration (
    id text NOT NULL,
    checksum text NOT NULL,
    CONSTRAINT schema_migration_pkey PRIMARY KEY (id)
);

CREATE TABLE sealed_head (
    number bigint NOT NULL,
    position bigint NOT NULL,
    root bytea NOT NULL,
    at bigint NOT NULL,
    public_key bytea NOT NULL,
    signature bytea NOT NULL,
    peaks bytea NOT NULL,
    CONSTRAINT sealed_head_position_key UNIQUE ("position"),
    CONSTRAINT sealed_head_pkey PRIMARY KEY (number),
    CONSTRAINT sealed_head_number_check CHECK (number > 0),
    CONSTRAINT sealed_head_position_check CHECK ("position" > 0)
);

CREATE TABLE sealed_node (
    level bigint NOT NULL,
    place bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT sealed_node_pkey PRIMARY KEY (level, place)
);

CREATE TABLE service_counter (
    id text NOT NULL,
    version bigint NOT NULL,
    agency text NOT NULL,
    number bigint NOT NULL,
    name text NOT NULL,
    fields text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    CONSTRAINT service_counter_pkey PRIMARY KEY (id),
    CONSTRAINT service_counter_number_check CHECK (number >= 1 AND number <= 999)
);
CREATE INDEX service_counter_agency ON service_counter USING btree (agency, number);

CREATE TABLE session (
    token_hash bytea NOT NULL,
    staff text NOT NULL,
    stage text NOT NULL,
    agency text,
    begun_at bigint NOT NULL,
    used_at bigint NOT NULL,
    CONSTRAINT session_pkey PRIMARY KEY (token_hash),
    CONSTRAINT session_stage_check CHECK (stage = ANY (ARRAY['secondFactor'::text, 'enrolment'::text, 'newPassword'::text, 'full'::text]))
);
CREATE INDEX session_staff ON session USING btree (staff);
CREATE INDEX session_used_at ON session USING btree (used_at);

CREATE TABLE staff_absence (
    staff text NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    valid_from text NOT NULL,
    valid_to text NOT NULL,
    substitute text,
    CONSTRAINT staff_absence_pkey PRIMARY KEY (staff, number),
    CONSTRAINT staff_absence_kind_check CHECK (kind = ANY (ARRAY['away'::text, 'delegated'::text]))
);
CREATE INDEX staff_absence_to ON staff_absence USING btree (valid_to);

CREATE TABLE staff_member (
    id text NOT NULL,
    version bigint NOT NULL,
    agency text NOT NULL,
    title text NOT NULL,
    left_on text,
    CONSTRAINT staff_member_pkey PRIMARY KEY (id)
);
CREATE INDEX staff_member_agency ON staff_member USING btree (agency);

CREATE TABLE staff_profile (
    staff text NOT NULL,
    name text NOT NULL,
    log_in text NOT NULL,
    phone text,
    CONSTRAINT staff_profile_log_in_key UNIQUE (log_in),
    CONSTRAINT staff_profile_pkey PRIMARY KEY (staff)
);

CREATE TABLE staff_signature (
    staff text NOT NULL,
    agency text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    place bigint NOT NULL,
    prefix text,
    line text NOT NULL,
    CONSTRAINT staff_signature_pkey PRIMARY KEY (staff, agency, valid_from, place)
);

CREATE TABLE stored_file (
    id text NOT NULL,
    subject text NOT NULL,
    hash text NOT NULL,
    size bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    uploader text NOT NULL,
    at bigint NOT NULL,
    CONSTRAINT stored_file_pkey PRIMARY KEY (id),
    CONSTRAINT stored_file_size_check CHECK (size > 0)
);
CREATE INDEX stored_file_hash ON stored_file USING btree (hash);
CREATE INDEX stored_file_subject ON stored_file USING btree (subject, at);
