extension Migrations {
    /// What must be told once is remembered where it happens. When a window's opening is told of ahead follows from the
    /// opening itself, so that nothing that moves an opening has to think of it; one that was told of has no such
    /// moment any more.
    static let events = """
        ALTER TABLE execution ADD COLUMN isCutoffTold INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE node ADD COLUMN unreachableSince INTEGER;

        ALTER TABLE window ADD COLUMN noticeMinutes INTEGER;
        ALTER TABLE window ADD COLUMN noticedOpeningAt INTEGER;
        ALTER TABLE window ADD COLUMN noticeAt INTEGER GENERATED ALWAYS AS (
            CASE WHEN nextOpeningAt IS NOT noticedOpeningAt THEN nextOpeningAt - noticeMinutes * 60000 END) VIRTUAL;
        CREATE INDEX windowByNotice ON window (noticeAt, nextOpeningAt) WHERE noticeAt IS NOT NULL;
        """
}
