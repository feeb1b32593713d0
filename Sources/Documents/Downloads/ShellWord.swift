/// A text as one word of a POSIX shell: between single quotes every byte but the quote stands for itself.
///
/// The text must hold no NUL; contents and parameters with one are refused long before.
func shellWord(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
