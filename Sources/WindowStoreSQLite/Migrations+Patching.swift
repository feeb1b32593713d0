extension Migrations {
    /// What a list or a count reads is narrow and in columns; items and candidates, which only a look at one node
    /// reads, are large and stand in tables of their own. Those have row IDs, since large rows make a b-tree of keys
    /// slow.
    static let patching = """
        CREATE TABLE patchBaseline (
            id TEXT PRIMARY KEY, createdAt INTEGER NOT NULL, definition TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE defaultBaseline (operatingSystem TEXT PRIMARY KEY, baselineID TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX defaultBaselineByBaseline ON defaultBaseline (baselineID);
        CREATE TABLE patchGroup (
            name TEXT NOT NULL, operatingSystem TEXT NOT NULL, baselineID TEXT NOT NULL,
            PRIMARY KEY (name, operatingSystem)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX patchGroupByBaseline ON patchGroup (baselineID);

        CREATE TABLE patchSnapshot (
            row INTEGER PRIMARY KEY, snapshotID TEXT NOT NULL, patchGroup TEXT NOT NULL, operatingSystem TEXT NOT NULL,
            createdAt INTEGER NOT NULL, baseline TEXT NOT NULL,
            UNIQUE (snapshotID, patchGroup, operatingSystem, createdAt)
        ) STRICT;
        CREATE INDEX patchSnapshotByAge ON patchSnapshot (createdAt);
        CREATE TABLE frozenVersion (
            snapshotRow INTEGER NOT NULL REFERENCES patchSnapshot (row) ON DELETE CASCADE,
            product TEXT NOT NULL, name TEXT NOT NULL, architecture TEXT NOT NULL, version TEXT NOT NULL,
            family TEXT NOT NULL, isResolved INTEGER NOT NULL, PRIMARY KEY (snapshotRow, product, name, architecture)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE patchReport (
            nodeID TEXT PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE, patchGroup TEXT NOT NULL,
            baselineID TEXT NOT NULL, operatingSystem TEXT NOT NULL, product TEXT NOT NULL, execution TEXT NOT NULL,
            startedAt INTEGER NOT NULL, endedAt INTEGER NOT NULL, pendingSince INTEGER, wantsReboot INTEGER,
            installed INTEGER NOT NULL, installedOther INTEGER NOT NULL, installedPendingReboot INTEGER NOT NULL,
            installedRejected INTEGER NOT NULL, missing INTEGER NOT NULL, failed INTEGER NOT NULL,
            notApplicable INTEGER NOT NULL, criticalNonCompliant INTEGER NOT NULL,
            securityNonCompliant INTEGER NOT NULL, otherNonCompliant INTEGER NOT NULL, definition TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX patchReportByGroup ON patchReport (patchGroup);
        CREATE INDEX patchReportByProduct ON patchReport (product);
        CREATE TABLE patchReportBody (
            nodeID TEXT NOT NULL PRIMARY KEY REFERENCES patchReport (nodeID) ON DELETE CASCADE,
            items TEXT NOT NULL, pendingReboot TEXT, candidates TEXT NOT NULL
        ) STRICT;
        CREATE TABLE knownPatch (
            product TEXT NOT NULL, name TEXT NOT NULL, architecture TEXT NOT NULL, version TEXT NOT NULL,
            operatingSystem TEXT NOT NULL, firstSeenAt INTEGER NOT NULL, definition TEXT NOT NULL,
            UNIQUE (product, name, architecture, version)
        ) STRICT;

        CREATE TABLE compliance (
            resourceID TEXT NOT NULL REFERENCES node (id) ON DELETE CASCADE, type TEXT NOT NULL,
            executedAt INTEGER NOT NULL, executionID TEXT, executionType TEXT, contentHash TEXT,
            compliantCritical INTEGER NOT NULL, compliantHigh INTEGER NOT NULL, compliantMedium INTEGER NOT NULL,
            compliantLow INTEGER NOT NULL, compliantInformational INTEGER NOT NULL,
            compliantUnspecified INTEGER NOT NULL,
            nonCompliantCritical INTEGER NOT NULL, nonCompliantHigh INTEGER NOT NULL,
            nonCompliantMedium INTEGER NOT NULL, nonCompliantLow INTEGER NOT NULL,
            nonCompliantInformational INTEGER NOT NULL, nonCompliantUnspecified INTEGER NOT NULL,
            PRIMARY KEY (resourceID, type)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX complianceByType ON compliance (type);
        CREATE TABLE complianceItems (
            resourceID TEXT NOT NULL, type TEXT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (resourceID, type),
            FOREIGN KEY (resourceID, type) REFERENCES compliance (resourceID, type) ON DELETE CASCADE
        ) STRICT;
        """
}
