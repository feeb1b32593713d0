import GRDB

/// The schema, step by step. A step that has shipped never changes, and none mentions our types.
enum Migrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 windows, executions, commands, nodes, documents") { db in
            try db.execute(sql: first)
        }
        migrator.registerMigration("2 how far a document has come") { db in
            try db.execute(sql: "ALTER TABLE invocation ADD COLUMN flow TEXT")
        }
        migrator.registerMigration("3 how many windows run, works known to have started") { db in
            try db.execute(sql: third)
        }
        migrator.registerMigration("4 baselines, snapshots, patch reports, compliance") { db in
            try db.execute(sql: patching)
        }
        migrator.registerMigration("5 topics, subscriptions, deliveries, rules") { db in
            try db.execute(sql: notifications)
        }
        migrator.registerMigration("6 what is told once: openings ahead, cutoffs, nodes that do not answer") { db in
            try db.execute(sql: events)
        }
        return migrator
    }

    /// Asking whether one more window may run must cost the same however many do, so they are counted as they begin and
    /// end. An execution is born pending or final: no trigger on the insertion, which would double its cost.
    /// `startedWork` names the last work that the node said it took.
    private static let third = """
        ALTER TABLE invocation ADD COLUMN startedWork TEXT;

        ALTER TABLE execution ADD COLUMN isHeldBack INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX executionPending ON execution (openedAt, id) WHERE state = 'PENDING';
        CREATE INDEX executionHeldBack ON execution (openedAt, id) WHERE isHeldBack AND state = 'PENDING';
        CREATE TABLE executionTally (id INTEGER PRIMARY KEY CHECK (id = 1), running INTEGER NOT NULL) STRICT;
        INSERT INTO executionTally (id, running)
            SELECT 1, count(*) FROM execution WHERE endedAt IS NULL AND state <> 'PENDING';
        CREATE TRIGGER executionTallyUpdate AFTER UPDATE OF state ON execution
            WHEN (OLD.state IN ('IN_PROGRESS', 'CANCELLING')) <> (NEW.state IN ('IN_PROGRESS', 'CANCELLING')) BEGIN
            UPDATE executionTally SET running = running
                + (NEW.state IN ('IN_PROGRESS', 'CANCELLING')) - (OLD.state IN ('IN_PROGRESS', 'CANCELLING'));
        END;
        CREATE TRIGGER executionTallyDelete AFTER DELETE ON execution
            WHEN OLD.state IN ('IN_PROGRESS', 'CANCELLING') BEGIN
            UPDATE executionTally SET running = running - 1;
        END;
        """

    /// Moments are integers: milliseconds since 1970 in UTC. What was asked for is a JSON `definition`; what happened
    /// is columns. `endedAt` is set exactly when a state is final. `attentionAt` says when somebody has to decide
    /// something, so that a pass over the unfinished costs only what is due.
    private static let first = """
        CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE clientToken (
            operation TEXT NOT NULL, token TEXT NOT NULL, fingerprint TEXT NOT NULL, result TEXT NOT NULL,
            createdAt INTEGER NOT NULL, PRIMARY KEY (operation, token)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX clientTokenByAge ON clientToken (createdAt);

        CREATE TABLE tag (
            resourceType TEXT NOT NULL, resourceID TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (resourceType, resourceID, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tagByValue ON tag (resourceType, key, value);

        CREATE TABLE node (
            id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, registeredAt INTEGER NOT NULL, definition TEXT NOT NULL,
            facts TEXT, lastContactAt INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE window (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, isEnabled INTEGER NOT NULL, nextOpeningAt INTEGER,
            retryAt INTEGER, createdAt INTEGER NOT NULL, definition TEXT NOT NULL,
            CHECK (isEnabled OR nextOpeningAt IS NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX windowByNextOpening ON window (nextOpeningAt) WHERE nextOpeningAt IS NOT NULL AND retryAt IS NULL;
        CREATE INDEX windowByRetry ON window (retryAt) WHERE retryAt IS NOT NULL;

        CREATE TABLE windowTarget (
            id TEXT PRIMARY KEY, windowID TEXT NOT NULL REFERENCES window (id) ON DELETE CASCADE,
            registeredAt INTEGER NOT NULL, definition TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX windowTargetByWindow ON windowTarget (windowID, registeredAt, id);

        CREATE TABLE windowTask (
            id TEXT PRIMARY KEY, windowID TEXT NOT NULL REFERENCES window (id) ON DELETE CASCADE,
            registeredAt INTEGER NOT NULL, definition TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX windowTaskByWindow ON windowTask (windowID, registeredAt, id);

        CREATE TABLE execution (
            id TEXT PRIMARY KEY, windowID TEXT NOT NULL, scheduledAt INTEGER NOT NULL, openedAt INTEGER NOT NULL,
            cutoffAt INTEGER NOT NULL, endsAt INTEGER NOT NULL, reason TEXT NOT NULL, isMissed INTEGER NOT NULL,
            state TEXT NOT NULL, details TEXT, isCancelRequested INTEGER NOT NULL, endedAt INTEGER, attentionAt INTEGER,
            UNIQUE (windowID, scheduledAt),
            CHECK ((state IN ('PENDING', 'IN_PROGRESS', 'CANCELLING')) = (endedAt IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX executionByWindow ON execution (windowID, openedAt DESC, id);
        CREATE INDEX executionByTime ON execution (openedAt DESC, id);
        CREATE UNIQUE INDEX executionUnfinished ON execution (windowID) WHERE endedAt IS NULL;
        CREATE INDEX executionByAttention ON execution (attentionAt) WHERE attentionAt IS NOT NULL;

        CREATE TABLE taskExecution (
            id TEXT PRIMARY KEY, executionID TEXT NOT NULL REFERENCES execution (id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL, task TEXT NOT NULL, targets TEXT NOT NULL, state TEXT NOT NULL, details TEXT,
            isStoppedAtCutoff INTEGER NOT NULL, startedAt INTEGER, endedAt INTEGER,
            CHECK ((state IN ('PENDING', 'IN_PROGRESS', 'CANCELLING')) = (endedAt IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX taskExecutionByExecution ON taskExecution (executionID, ordinal);

        CREATE TABLE documentContent (hash TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE documentName (
            name TEXT PRIMARY KEY COLLATE NOCASE, latestVersion INTEGER NOT NULL, defaultVersion INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE document (
            name TEXT NOT NULL COLLATE NOCASE REFERENCES documentName (name) ON DELETE CASCADE,
            version INTEGER NOT NULL, versionName TEXT, hash TEXT NOT NULL REFERENCES documentContent (hash),
            definition TEXT NOT NULL, PRIMARY KEY (name, version), UNIQUE (name, versionName)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE budget (
            id TEXT PRIMARY KEY, concurrency INTEGER NOT NULL CHECK (concurrency >= 1),
            errorLimit INTEGER NOT NULL CHECK (errorLimit >= 0), errorCount INTEGER NOT NULL DEFAULT 0,
            taskExecutionID TEXT REFERENCES taskExecution (id) ON DELETE CASCADE, attentionAt INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX budgetByAttention ON budget (attentionAt) WHERE attentionAt IS NOT NULL;
        CREATE INDEX budgetByTask ON budget (taskExecutionID) WHERE taskExecutionID IS NOT NULL;

        CREATE TABLE command (
            id TEXT PRIMARY KEY, budgetID TEXT NOT NULL REFERENCES budget (id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL, documentName TEXT NOT NULL, state TEXT NOT NULL, targetCount INTEGER NOT NULL,
            completedCount INTEGER NOT NULL DEFAULT 0, errorCount INTEGER NOT NULL DEFAULT 0,
            deliveryTimedOutCount INTEGER NOT NULL DEFAULT 0, isCancelRequested INTEGER NOT NULL DEFAULT 0,
            requestedAt INTEGER NOT NULL, startedAt INTEGER, endedAt INTEGER,
            hash TEXT NOT NULL REFERENCES documentContent (hash), definition TEXT NOT NULL,
            UNIQUE (budgetID, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX commandByTime ON command (requestedAt DESC, id);

        CREATE TABLE invocation (
            commandID TEXT NOT NULL REFERENCES command (id) ON DELETE CASCADE, nodeID TEXT NOT NULL,
            ordinal INTEGER NOT NULL, nodeName TEXT NOT NULL, state TEXT NOT NULL, trace TEXT,
            responseCode INTEGER NOT NULL DEFAULT -1, attempts INTEGER NOT NULL DEFAULT 0, notBefore INTEGER,
            claimedAt INTEGER, claimedBy TEXT, endedAt INTEGER, isSpooled INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (commandID, nodeID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX invocationByState ON invocation (commandID, state, ordinal);
        CREATE INDEX invocationByNode ON invocation (nodeID, commandID);
        CREATE INDEX invocationClaimed ON invocation (claimedBy) WHERE claimedBy IS NOT NULL AND endedAt IS NULL;
        CREATE INDEX invocationSpooled ON invocation (endedAt) WHERE isSpooled AND endedAt IS NOT NULL;

        CREATE TABLE step (
            commandID TEXT NOT NULL, nodeID TEXT NOT NULL, stepIndex INTEGER NOT NULL, record TEXT NOT NULL,
            PRIMARY KEY (commandID, nodeID, stepIndex),
            FOREIGN KEY (commandID, nodeID) REFERENCES invocation (commandID, nodeID) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE accessKey (
            id TEXT PRIMARY KEY, createdAt INTEGER NOT NULL, definition TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, createdAt INTEGER NOT NULL, topicARN TEXT, body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX outboxByAge ON outbox (createdAt);
        """
}
