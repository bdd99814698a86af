import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks PDF files against a flavour (ua1, 2a) with veraPDF: prints a line for each failed check. */
final class Conformance {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
        for (int place = 1; place < arguments.length; place++) {
            try (FileInputStream file = new FileInputStream(arguments[place]);
                 PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                 PDFAValidator validator =
                     Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult found = validator.validate(parser);
                System.out.println("checked " + found.getPDFAFlavour().getId());
                for (TestAssertion one : found.getTestAssertions()) {
                    System.out.println("failed " + one.getRuleId().getClause() + "-"
                        + one.getRuleId().getTestNumber() + " " + one.getMessage());
                }
            }
        }
    }
}
