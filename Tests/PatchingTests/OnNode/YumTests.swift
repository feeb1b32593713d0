import Foundation
import Testing

@testable import Patching

/// What only yum does, by a stand-in that behaves as yum 3.4.3 was seen to.
@Suite(.timeLimit(.minutes(2))) struct YumTests {
    private let run: ScriptRun

    init() throws {
        run = try ScriptRun()
        try run.program(
            "yum",
            #"""
            echo "$*" >>"$BASE/asked"
            case " $* " in
            *" clean metadata "*)
                [ ! -e "$BASE/locked" ] || { echo 'Existing lock /var/run/yum.pid: another copy is running as pid 7.'; exit 200; }
                rm -f "$BASE/cache" ;;
            *" clean expire-cache "*) ;;
            *" makecache fast "*)
                if [ -e "$BASE/mirror" ]; then : >"$BASE/cache"; exit 0; fi
                echo 'http://mirror.example.org/repodata/repomd.xml: [Errno 14] curl#7 - "Failed to connect"' >&2
                echo 'Trying other mirror.' >&2
                if [ -e "$BASE/cache" ]; then exit 0; fi
                case " $* " in *" --setopt=lab-updates.skip_if_unavailable=0 "*) ;; *) exit 0 ;; esac
                echo 'Error: Cannot retrieve repository metadata (repomd.xml) for repository: lab-updates.' >&2
                exit 1 ;;
            esac
            """#)
        // The files that the script itself reads by their path.
        try run.program(
            "cat",
            #"""
            case $1 in
            /etc/yum.conf) printf '[main]\ncachedir=/var/cache/yum\n[lab-updates]\nskip_if_unavailable=1\n' ;;
            *) exec /bin/cat "$@" ;;
            esac
            """#)
    }

    private func refresh() throws -> String {
        var text = ScriptText(parts: [PackageResources.begin_sh, PackageResources.dnf_sh])
        try text.configure(refreshes: true, sources: [], lockWaitSeconds: 0)
        text.call("p_sources= p_manager=yum p_family=dnf\nmake_private\nprepare_dnf\nrefresh_dnf\nfinish")
        return try run.run(text.text)
    }

    @Test func `a mirror that is dead fails the run, though earlier metadata are there`() throws {
        try run.write("", to: "mirror")
        #expect(try refresh() == "end\n")
        try FileManager.default.removeItem(atPath: run.path("mirror"))
        let output = try refresh()
        #expect(output.hasPrefix("error\trefresh\tyum cannot read a repository: "))
        #expect(output.contains("Cannot retrieve repository metadata"))
    }

    @Test func `metadata that cannot be dropped are not read as if they were new`() throws {
        try run.write("", to: "cache")
        try run.write("", to: "locked")
        #expect(try refresh().hasPrefix("error\tlock\tyum was locked for 0 seconds: Existing lock"))
        #expect(try !String(contentsOfFile: run.path("asked"), encoding: .utf8).contains("makecache"))
    }
}
