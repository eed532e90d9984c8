import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Reads lines of `reader TAB writer`, both Avro schemas; prints for each COMPATIBLE, INCOMPATIBLE or UNDECIDED, and the reasons. */
public class AvroOracle {
  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) System.out.println(judge(line.split("\t")));
  }

  private static String judge(String[] pair) {
    try {
      Schema reader = new Schema.Parser().parse(pair[0]);
      Schema writer = new Schema.Parser().parse(pair[1]);
      var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
      return result.getCompatibility() + " " + result.getIncompatibilities().toString().replace('\n', ' ');
    } catch (Exception error) {
      return "UNDECIDED " + error.toString().replace('\n', ' ');
    }
  }
}
