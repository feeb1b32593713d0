extension Migrations {
    /// A subscription is a lane: its deliveries leave one after the other, and `attentionAt` says when the oldest that is
    /// owed may be tried, or when the claim on the lane ends; it is NULL exactly when nothing is owed and nobody has
    /// claimed it. Subscriptions have row numbers, since deliveries are many and name them, and a message, which may be
    /// large, is stored once for all who get it. Its text is bytes: SQLite's own texts end at a zero.
    ///
    /// What happened before there were notifications is owed to nobody: the outbox's reader begins at its end.
    static let notifications = """
        CREATE TABLE topic (
            name TEXT PRIMARY KEY, createdAt INTEGER NOT NULL, attributes TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE subscription (
            row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            topicName TEXT NOT NULL REFERENCES topic (name) ON DELETE CASCADE,
            state TEXT NOT NULL, attentionAt INTEGER, isClaimed INTEGER NOT NULL DEFAULT 0, failingSince INTEGER,
            transport TEXT NOT NULL, endpoint TEXT NOT NULL, createdAt INTEGER NOT NULL, confirmedAt INTEGER,
            wasConfirmedBySignature INTEGER NOT NULL, requiresSignatureToRemove INTEGER NOT NULL,
            attributes TEXT NOT NULL,
            CHECK (NOT isClaimed OR attentionAt IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX subscriptionByEndpoint ON subscription (topicName, transport, endpoint)
            WHERE state <> 'removed';
        CREATE INDEX subscriptionByTopic ON subscription (topicName, row, state);
        CREATE INDEX subscriptionByAttention ON subscription (attentionAt) WHERE attentionAt IS NOT NULL;
        CREATE INDEX subscriptionRemoved ON subscription (id) WHERE state = 'removed';

        CREATE TABLE confirmationToken (
            token TEXT PRIMARY KEY,
            subscriptionRow INTEGER NOT NULL REFERENCES subscription (row) ON DELETE CASCADE, issuedAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX confirmationTokenBySubscription ON confirmationToken (subscriptionRow);
        CREATE INDEX confirmationTokenByAge ON confirmationToken (issuedAt);

        CREATE TABLE message (
            row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, topicName TEXT NOT NULL, publishedAt INTEGER NOT NULL,
            subject TEXT, attributes TEXT, textByProtocol TEXT, text BLOB NOT NULL
        ) STRICT;
        CREATE INDEX messageByAge ON message (publishedAt);

        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subscriptionRow INTEGER NOT NULL REFERENCES subscription (row) ON DELETE CASCADE,
            kind TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'owed', createdAt INTEGER NOT NULL,
            messageRow INTEGER REFERENCES message (row), confirmationID TEXT, token TEXT,
            attempts INTEGER NOT NULL DEFAULT 0, lastAttemptAt INTEGER, lastAnswer TEXT, retriedAt INTEGER,
            endedAt INTEGER,
            CHECK ((kind = 'Notification') = (messageRow IS NOT NULL)),
            CHECK ((messageRow IS NULL) = (confirmationID IS NOT NULL)),
            CHECK ((confirmationID IS NULL) = (token IS NULL)),
            CHECK ((state = 'owed') = (endedAt IS NULL))
        ) STRICT;
        CREATE INDEX deliveryBySubscription ON delivery (subscriptionRow, state, id);
        CREATE INDEX deliveryUndelivered ON delivery (state, id) WHERE state <> 'delivered';
        CREATE INDEX deliveryByMessage ON delivery (messageRow);
        CREATE INDEX deliveryByConfirmation ON delivery (confirmationID) WHERE confirmationID IS NOT NULL;
        CREATE INDEX deliveryByAge ON delivery (endedAt) WHERE endedAt IS NOT NULL;

        CREATE TABLE eventRule (
            name TEXT PRIMARY KEY, topicName TEXT NOT NULL REFERENCES topic (name) ON DELETE CASCADE,
            pattern TEXT NOT NULL, description TEXT, createdAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX eventRuleByTopic ON eventRule (topicName);

        CREATE TABLE signingKey (
            id TEXT PRIMARY KEY, createdAt INTEGER NOT NULL, privateKeyPEM TEXT NOT NULL, certificatePEM TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE outbox ADD COLUMN subject TEXT;
        CREATE TABLE outboxReader (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL) STRICT;
        INSERT INTO outboxReader (id, sequence) SELECT 1, coalesce(max(sequence), 0) FROM outbox;
        """
}
