@testable import Patching
