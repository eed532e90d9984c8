import guardrail from "../../policy-pack/policies/secret-not-in-configmap";
import { prove, UNKNOWN } from "./support";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const FILE = ["data", "application.properties"] as const;
const config = { type: "kubernetes:core/v1:ConfigMapList", props: { items: [{ data: { "db-password": "hunter2" } }] } };

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "settings",
      edits: [["config", FILE, "server.port=8080\nspring.datasource.password=$(DB_PASSWORD)\ntoken: \n"]],
    },
    {
      title: "a document that speaks of one",
      edits: [["config", ["data", "readme.md"], "The password of the database is kept in a Secret."]],
    },
    {
      title: "JSON that refers to one",
      edits: [["config", ["data", "a.json"], '{"db":{"password":"$(DB_PASSWORD)"},"tokens":3,"password":""}']],
    },
    {
      title: "an archive",
      edits: [
        ["config", ["binaryData"], { "bundle.tar.gz": Buffer.from([0x1f, 0x8b, 0xff, 0xfe]).toString("base64") }],
      ],
    },
  ],
  invalid: [
    {
      title: "an entry",
      edits: [["config", ["data", "db-password"], "hunter2"]],
      says: /data\["db-password"\] holds a credential: its name(?!.*hunter2)/,
    },
    {
      title: "a line of a file",
      edits: [["config", FILE, "server.port=8080\nspring.datasource.password=hunter2"]],
      says: /data\["application\.properties"\] holds a credential: line 2(?!.*hunter2)/,
    },
    {
      title: "a line of YAML",
      edits: [["config", ["data", "a.yaml"], "db:\n  password: 'hunter2'\n"]],
      says: /line 2/,
    },
    {
      title: "a line of a shell",
      edits: [["config", ["data", "env.sh"], 'export API_TOKEN=1\nexport AUTH_TOKEN="hunter2"']],
      says: /line 2/,
    },
    {
      title: "in JSON",
      edits: [["config", ["data", "a.json"], '{"db":[{"password":"hunter2"}]}']],
      says: /db\.0\.password(?!.*hunter2)/,
    },
    { title: "by its look", edits: [["config", ["data", "x"], "-----BEGIN RSA PRIVATE KEY-----"]], says: /its look/ },
    {
      title: "in base64",
      edits: [["config", ["binaryData"], { x: base64("db.password=hunter2") }]],
      says: /binaryData\["x"\] holds a credential: line 1/,
    },
    { title: "an entry that is unknown", edits: [["config", ["data", "db-password"], UNKNOWN]], says: /its name/ },
    {
      title: "a patch",
      types: { config: "kubernetes:core/v1:ConfigMapPatch" },
      edits: [["config", ["data", "db-password"], "hunter2"]],
      says: /its name/,
    },
    { title: "in a list", more: { list: config }, says: /items\[0\]\.data\["db-password"\]/ },
  ],
  unknown: [
    { title: "an entry", edits: [["config", ["data", "x"], UNKNOWN]], reads: /data\.x/ },
    { title: "all entries", edits: [["config", ["data"], UNKNOWN]], reads: /data/ },
    { title: "its name", edits: [["config", ["metadata", "name"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [{ title: "a line", edits: [["config", FILE, "db.password=hunter2hunter2"]], says: /line 1/ }],
  notApplicable: [{ title: "a Secret", edits: [["secret", ["stringData", "db-password"], "hunter2"]] }],
});
