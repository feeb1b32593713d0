import AWSWire
import Patching
import WindowCore
import WindowStore

extension Operation {
    static let describePatchProperties = Operation(DescribePatchPropertiesRequest.self, for: .reader) {
        request, call in
        guard let property = PatchProperty(rawValue: request.property) else {
            throw WireError(.validationException, "“\(request.property)” is not a property of patches.")
        }
        let system = try OperatingSystem(wire: request.operatingSystem)
        // Applications of Microsoft's are patches of Windows only.
        let isEmpty = request.patchSet == "APPLICATION" && system != .windows
        let values = isEmpty ? [] : property.values(for: system)
        let page = try call.page(of: values, request.maxResults, request.nextToken, id: \.self)
        return DescribePatchPropertiesResult(properties: page.items.map { ["Name": $0] }, nextToken: page.token)
    }
}
