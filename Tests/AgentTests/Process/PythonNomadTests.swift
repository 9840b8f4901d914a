import Foundation
import TestSupport
import Testing

@Suite("python-nomad works against the agent unchanged", .agent())
struct PythonNomadTests {
    /// The package, as PyPI has it. It knows no volumes, so its own requests are used for them, as its users do.
    private static let script = """
        import sys
        import nomad
        from nomad.api.base import Requester
        from nomad.api.exceptions import BaseNomadException, URLNotFoundNomadException

        client = nomad.Nomad(host="127.0.0.1", port=int(sys.argv[1]), timeout=60)


        class Volumes(Requester):
            ENDPOINT = "volumes"


        class Volume(Requester):
            ENDPOINT = "volume/csi"


        class Plugin(Requester):
            ENDPOINT = "plugin/csi"


        options = {"uri": "http://127.0.0.1", "port": int(sys.argv[1]), "timeout": 60}
        volumes, volume, plugin = Volumes(**options), Volume(**options), Plugin(**options)

        assert client.agent.request("health", method="get").json()["server"]["ok"]
        assert client.agent.get_agent()["member"]["Name"] == "node-1.global"
        assert client.status.leader.get_leader().startswith("127.0.0.1:")
        assert [space["Name"] for space in client.namespaces.get_namespaces()] == ["default"]
        node = client.nodes.get_nodes()[0]
        assert "hostpath" in client.node.get_node(node["ID"])["CSINodePlugins"]
        assert client.metrics.get_metrics()["Gauges"]
        assert plugin.request("hostpath", method="get").json()["ControllersHealthy"] == 1

        body = {
            "Volumes": [
                {
                    "ID": "py",
                    "Name": "py",
                    "PluginID": "hostpath",
                    "RequestedCapacityMin": 16777216,
                    "RequestedCapabilities": [
                        {"AccessMode": "single-node-writer", "AttachmentMode": "file-system"}
                    ],
                    "MountOptions": {"FSType": "ext4"},
                    "Secrets": {"password": "xyzzy"},
                }
            ]
        }
        made = volume.request("py", "create", method="put", json=body).json()["Volumes"][0]
        try:
            volume.request("py", "create", method="put", json=body)
            sys.exit("a volume was made twice")
        except BaseNomadException as error:
            assert error.nomad_resp.status_code == 409
            assert error.nomad_resp.text == "volume already exists: py; update=true reconciles it"

        read = volume.request("py", method="get")
        assert read.json()["ExternalID"] == made["ExternalID"]
        assert read.json()["Secrets"] is None
        index = int(read.headers["X-Nomad-Index"])
        listed = volumes.request(method="get", params={"type": "csi", "plugin_id": "hostpath"}).json()
        assert [each["ID"] for each in listed] == ["py"]
        filtered = volumes.request(method="get", params={"type": "csi", "filter": 'Name == "none"'}).json()
        assert filtered == []
        external = volumes.request("external", method="get", params={"plugin_id": "hostpath"}).json()
        assert [each["ExternalID"] for each in external["Volumes"]] == [made["ExternalID"]]

        grown = volume.request("py", "expand", method="put", json={"RequestedCapacityMin": 33554432})
        assert grown.json()["Volumes"][0]["Capacity"] == 33554432
        waited = volume.request("py", method="get", params={"index": index, "wait": "10s"})
        assert waited.json()["Capacity"] == 33554432

        order = {"Snapshots": [{"SourceVolumeID": "py", "Name": "monday", "PluginID": "hostpath"}]}
        snapshot = volumes.request("snapshot", method="post", json=order).json()["Snapshots"][0]
        assert snapshot["SourceVolumeID"] == "py"
        listed = volumes.request("snapshot", method="get", params={"plugin_id": "hostpath"}).json()
        assert [each["ID"] for each in listed["Snapshots"]] == [snapshot["ID"]]
        volumes.request(
            "snapshot",
            method="delete",
            params={"plugin_id": "hostpath", "snapshot_id": snapshot["ID"]},
            headers={"X-Nomad-CSI-Secrets": "password=xyzzy"},
        )

        volume.request("py", "detach", method="delete", params={"node": node["ID"]})
        volume.request("py", method="delete", params={"force": "false"})
        body["Volumes"][0]["ExternalID"] = made["ExternalID"]
        body["Volumes"][0]["Context"] = made["Context"]
        volume.request("py", method="put", json=body)
        volume.request("py", "delete", method="delete", headers={"X-Nomad-CSI-Secrets": "password=xyzzy"})
        try:
            volume.request("py", method="get")
            sys.exit("a deleted volume is there")
        except URLNotFoundNomadException as error:
            assert error.nomad_resp.text == "volume not found"
        assert volumes.request("external", method="get", params={"plugin_id": "hostpath"}).json()["Volumes"] == []
        print("done")
        """

    /// Whether PyPI answers; an outage of it says nothing of the agent.
    private static func isPackageReachable() async throws -> Bool {
        let index = "https://pypi.org/simple/python-nomad/"
        return try await run(["curl", "--silent", "--fail", "--max-time", "30", "--output", "/dev/null", index]).status
            == 0
    }

    @Test("the whole life of a volume and a snapshot", .enabled("PyPI answers") { try await isPackageReachable() })
    func life() async throws {
        let agent = try #require(Rig.shared).agent
        let folder = try TemporaryFolder()
        let made = try await run(["python3", "-m", "venv", folder.file("python")])
        try #require(made.status == 0, "\(String(decoding: made.output + made.errors, as: UTF8.self))")
        let python = URL(filePath: folder.file("python/bin/python"))
        let options = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "python-nomad==2.1.0"]
        let fetched = try await run(python, options)
        try #require(fetched.status == 0, "\(String(decoding: fetched.errors, as: UTF8.self))")
        let script = try folder.write(Self.script, to: "life.py")
        let outcome = try await run(python, [script, "\(agent.port)"])
        #expect(outcome.status == 0, "\(String(decoding: outcome.errors, as: UTF8.self))")
        #expect(String(decoding: outcome.output, as: UTF8.self) == "done\n")
    }
}
