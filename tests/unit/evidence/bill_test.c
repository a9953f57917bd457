/* Bills of materials, CycloneDX and SPDX: figures, counts and cards. */
#include "importing.h"

static const char model_bill[] =
    "{\"$schema\": \"http://127.0.0.1:1/never-fetched.json\", \"bomFormat\": \"CycloneDX\","
    " \"specVersion\": \"1.6\", \"components\": [{\"type\": \"library\", \"name\": \"numpy\","
    " \"licenses\": [{\"license\": {\"id\": \"BSD-3-Clause\"}}], \"components\": [{\"type\":"
    " \"file\", \"name\": \"f\"}]},"
    "{\"type\": \"machine-learning-model\", \"name\": \"credit\", \"version\": \"1.4\","
    " \"licenses\": [{\"expression\": \"MIT\"}],"
    " \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"00\"}],"
    " \"modelCard\": {\"modelParameters\": {\"approach\": {\"type\": \"supervised\"},"
    " \"task\": \"scoring\", \"datasets\": [{\"name\": \"loans\"}, {\"ref\": \"d2\"}]},"
    " \"quantitativeAnalysis\": {\"graphics\": {\"collection\": [{\"image\": {\"content\":"
    " \"AAAA\"}}]}, \"performanceMetrics\": ["
    "{\"type\": \"auc\", \"value\": \"0.83\", \"confidenceInterval\": {\"lowerBound\": \"0.80\","
    " \"upperBound\": \"0.86\"}},"
    "{\"type\": \"auc\", \"value\": \"0.71\", \"slice\": \"age < 25\"},"
    "{\"type\": \"latency\", \"value\": \"12.5 +/- 0.5\"}, {\"type\": \"f1\", \"value\": \"N/A\","
    " \"confidenceInterval\": {\"lowerBound\": \"low\"}}, {\"type\": \"gone\"}]},"
    " \"considerations\": {\"technicalLimitations\": [\"Small print\", \"Old data\"],"
    " \"ethicalConsiderations\": [{\"mitigationStrategy\": \"review\", \"name\": \"bias\"}],"
    " \"environmentalConsiderations\": {\"energyConsumptions\": [{\"activity\": \"training\","
    " \"activityEnergyCost\": {\"value\": 0.4, \"unit\": \"kWh\"}}]}}}}]}";

START_TEST(test_cyclonedx__figures_are_texts_with_intervals_and_slices)
{
    import_format_is("bom.json", model_bill, "cyclonedx");
    import_part_is(
        "bom.json", model_bill, "results",
        "[{\"metric\":\"components\",\"value\":3,\"verified\":false},"
        "{\"metric\":\"components.unlicensed\",\"value\":1,\"verified\":false},"
        "{\"high\":0.86,\"low\":0.8,\"metric\":\"auc\",\"task\":\"credit\",\"value\":0.83,"
        "\"verified\":false},"
        "{\"group\":{\"slice\":\"age < 25\"},\"metric\":\"auc\",\"task\":\"credit\","
        "\"value\":0.71,\"verified\":false},"
        "{\"metric\":\"latency\",\"spread\":0.5,\"task\":\"credit\",\"value\":12.5,"
        "\"verified\":false},"
        "{\"metric\":\"f1\",\"task\":\"credit\",\"text\":\"N/A\",\"value\":null,"
        "\"verified\":false},"
        "{\"group\":{\"activity\":\"training\"},\"metric\":\"energy\",\"task\":\"credit\","
        "\"unit\":\"kWh\",\"value\":0.4,\"verified\":false}]");
}
END_TEST

START_TEST(test_cyclonedx__a_model_has_a_card_and_is_no_subject)
{
    import_part_is("bom.json", model_bill, "card",
                   "{\"approach\":\"supervised\",\"datasets\":[\"loans\",\"d2\"],"
                   "\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"00\"}],\"license\":\"MIT\","
                   "\"name\":\"credit\",\"sections\":{\"Ethical considerations\":\"bias: review\","
                   "\"Limitations\":\"Small print\\nOld data\"},\"task\":\"scoring\","
                   "\"version\":\"1.4\"}");
    import_part_is("bom.json", model_bill, "subject", "");
}
END_TEST

START_TEST(test_cyclonedx__vulnerabilities_count_by_the_gravest_rating)
{
    import_part_is(
        "bom.json",
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"vulnerabilities\":["
        "{\"ratings\":[{\"severity\":\"low\"},{\"severity\":\"critical\"},{\"severity\":\"none\"}]}"
        ","
        "{\"ratings\":[{\"severity\":\"medium\"}],\"analysis\":{\"state\":\"in_triage\"}},"
        "{\"ratings\":[{\"severity\":\"high\"}],\"analysis\":{\"state\":\"not_affected\"}},"
        "{\"id\":\"x\"},{\"ratings\":[{\"severity\":\"severe\"}]}]}",
        "results",
        "[{\"metric\":\"vulnerabilities.critical\",\"value\":1,\"verified\":false},"
        "{\"metric\":\"vulnerabilities.high\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"vulnerabilities.medium\",\"value\":1,\"verified\":false},"
        "{\"metric\":\"vulnerabilities.low\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"vulnerabilities.info\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"vulnerabilities.none\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"vulnerabilities.unknown\",\"value\":2,\"verified\":false},"
        "{\"metric\":\"vulnerabilities\",\"value\":4,\"verified\":false},"
        "{\"metric\":\"vulnerabilities.set_aside\",\"value\":1,\"verified\":false}]");
}
END_TEST

START_TEST(test_cyclonedx__a_bill_that_was_not_scanned_counts_no_vulnerabilities)
{
    import_part_is("bom.json", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\"}", "results",
                   "[]");
    import_part_is("bom.json",
                   "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[]}",
                   "results",
                   "[{\"metric\":\"components\",\"value\":0,\"verified\":false},"
                   "{\"metric\":\"components.unlicensed\",\"value\":0,\"verified\":false}]");
}
END_TEST

START_TEST(test_cyclonedx__several_models_are_several_cards)
{
    import_part_is("bom.json",
                   "{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"component\":{\"type\":"
                   "\"machine-learning-model\",\"name\":\"a\"}},\"components\":[{\"type\":"
                   "\"machine-learning-model\",\"name\":\"b\"}]}",
                   "card", "{\"models\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
}
END_TEST

START_TEST(test_cyclonedx__ten_thousand_figures_are_ten_thousand_results)
{
    enum { FIGURES = 10000 };
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    struct buffer bill = buffer_in(&arena, LIMIT_EVIDENCE_SIZE);
    buffer_string(&bill, "{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"component\":{\"type\":"
                         "\"machine-learning-model\",\"name\":\"m\",\"modelCard\":"
                         "{\"quantitativeAnalysis\":{\"performanceMetrics\":[{\"type\":\"n\"}");
    for (size_t i = 0; i < FIGURES; i++)
        buffer_format(&bill, ",{\"type\":\"m%zu\",\"value\":\"0.%zu\",\"slice\":\"s\"}", i, i);
    buffer_string(&bill, "]}}}}}");
    ck_assert_msg(evidence_read("bom.json", buffer_text(&bill), TEXT_NONE, &arena, &evidence, &err),
                  "%s", support_error(&err));
    ck_assert_uint_eq(evidence.results.count, FIGURES);
    ck_assert(value_number(evidence.results.at[FIGURES - 1].value) == 0.9999);
    arena_free(&arena);
}
END_TEST

START_TEST(test_cyclonedx__another_shape_is_refused)
{
    static const struct {
        const char *rest, *words;
        unsigned column;
    } cases[] = {
        {"\"components\":{}", "components is a map", 39},
        {"\"vulnerabilities\":1", "vulnerabilities is a number", 44},
        {"\"components\":[{\"type\":\"machine-learning-model\",\"modelCard\":[]}]",
         "modelCard is a list", 85},
        {"\"components\":[{\"type\":\"machine-learning-model\",\"modelCard\":"
         "{\"quantitativeAnalysis\":{\"performanceMetrics\":[{\"value\":\"1\"}]}}}]",
         "has no type", 132},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        const char *source =
            text_format(&arena, "{\"bomFormat\":\"CycloneDX\",%s}", cases[i].rest).at;
        import_refused("bom.json", source, 1, cases[i].column, cases[i].words);
        arena_free(&arena);
    }
}
END_TEST

static const char graph[] =
    "{\"@context\": \"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\", \"@graph\": ["
    "{\"type\": \"ai_AIPackage\", \"spdxId\": \"urn:m\", \"name\": \"credit\","
    " \"software_packageVersion\": \"2.0\", \"ai_autonomyType\": \"no\","
    " \"ai_safetyRiskAssessment\": \"high\", \"ai_limitation\": \"Small print\","
    " \"ai_metric\": [{\"type\": \"DictionaryEntry\", \"key\": \"auc\", \"value\": \"0.83\"},"
    " {\"key\": \"curve\", \"value\": \"[0.1, 0.2]\"}, {\"key\": \"gone\"}],"
    " \"ai_metricDecisionThreshold\": [{\"key\": \"auc\", \"value\": \"0.8\"}],"
    " \"ai_energyConsumption\": {\"ai_trainingEnergyConsumption\": [{\"ai_energyQuantity\": 1.5,"
    " \"ai_energyUnit\": \"kilowattHour\"}]},"
    " \"ai_hyperparameter\": [{\"key\": \"seed\", \"value\": \"42\"}]},"
    "{\"type\": \"dataset_DatasetPackage\", \"spdxId\": \"urn:d\", \"name\": \"loans\"},"
    "{\"type\": \"software_File\"}, {\"type\": \"software_Package\"},"
    "{\"type\": \"simplelicensing_LicenseExpression\", \"spdxId\": \"urn:l\","
    " \"simplelicensing_licenseExpression\": \"Apache-2.0\"},"
    "{\"type\": \"simplelicensing_LicenseExpression\", \"spdxId\": \"urn:k\","
    " \"simplelicensing_licenseExpression\": \"MIT\"},"
    "{\"type\": \"Relationship\", \"from\": \"urn:m\", \"relationshipType\": "
    "\"hasConcludedLicense\", \"to\": [\"urn:l\"]},"
    "{\"type\": \"Relationship\", \"from\": \"urn:m\", \"relationshipType\": "
    "\"hasDeclaredLicense\", \"to\": [\"urn:k\"]}]}";

START_TEST(test_spdx__a_model_has_figures_counts_and_energy)
{
    import_format_is("s.json", graph, "spdx");
    import_part_is(
        "s.json", graph, "results",
        "[{\"metric\":\"packages\",\"value\":3,\"verified\":false},"
        "{\"metric\":\"files\",\"value\":1,\"verified\":false},"
        "{\"metric\":\"auc\",\"task\":\"credit\",\"value\":0.83,\"verified\":false},"
        "{\"metric\":\"curve\",\"task\":\"credit\",\"text\":\"[0.1, 0.2]\",\"value\":null,"
        "\"verified\":false},"
        "{\"metric\":\"auc.threshold\",\"task\":\"credit\",\"value\":0.8,\"verified\":false},"
        "{\"group\":{\"activity\":\"training\"},\"metric\":\"energy\",\"task\":\"credit\","
        "\"unit\":\"kilowattHour\",\"value\":1.5,\"verified\":false}]");
}
END_TEST

START_TEST(test_spdx__a_model_has_a_card_and_its_parameters)
{
    import_part_is("s.json", graph, "card",
                   "{\"autonomy\":\"no\",\"datasets\":[\"loans\"],\"license\":\"Apache-2.0\","
                   "\"name\":\"credit\",\"safety_risk\":\"high\","
                   "\"sections\":{\"Limitations\":\"Small print\"},\"version\":\"2.0\"}");
    import_part_is("s.json", graph, "lineage", "{\"parameters\":{\"seed\":\"42\"}}");
}
END_TEST

START_TEST(test_spdx__version_2_is_counted)
{
    import_part_is("s.json", "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{},{}],\"files\":[{}]}",
                   "results",
                   "[{\"metric\":\"packages\",\"value\":2,\"verified\":false},"
                   "{\"metric\":\"files\",\"value\":1,\"verified\":false}]");
}
END_TEST

START_TEST(test_spdx__of_two_licences_with_one_id_neither_is_taken)
{
    import_part_is("s.json",
                   "{\"@context\":[\"https://spdx.org/rdf/3.0.1/x\"],\"@graph\":["
                   "{\"type\":\"ai_AIPackage\",\"spdxId\":\"m\",\"name\":\"n\"},"
                   "{\"type\":\"simplelicensing_LicenseExpression\",\"spdxId\":\"l\","
                   "\"simplelicensing_licenseExpression\":\"MIT\"},"
                   "{\"type\":\"simplelicensing_LicenseExpression\",\"spdxId\":\"l\","
                   "\"simplelicensing_licenseExpression\":\"GPL-3.0\"},"
                   "{\"from\":\"m\",\"relationshipType\":\"hasDeclaredLicense\",\"to\":[\"l\"]}]}",
                   "card", "{\"name\":\"n\"}");
}
END_TEST

START_TEST(test_spdx__another_shape_is_refused)
{
    import_refused("s.json", "{\"@context\":\"https://spdx.org/rdf/3.0.1/x\",\"@graph\":1}", 1, 53,
                   "@graph is a number");
    import_refused("s.json",
                   "{\"@context\":\"https://spdx.org/rdf/3.0.1/x\",\"@graph\":[\n"
                   "{\"type\":\"ai_AIPackage\",\"ai_metric\":[{\"value\":\"1\"}]}]}",
                   2, 37, "an entry of ai_metric has no key");
    import_refused("s.json",
                   "{\"@context\":\"https://spdx.org/rdf/3.0.1/x\",\"@graph\":[\n"
                   "{\"type\":\"ai_AIPackage\",\"ai_hyperparameter\":[{\"key\":\"a\",\"value\":"
                   "\"1\"},{\"key\":\"a\",\"value\":\"2\"}]}]}",
                   2, 88, "given twice");
}
END_TEST

TESTS("evidence/bill", test_cyclonedx__figures_are_texts_with_intervals_and_slices,
      test_cyclonedx__a_model_has_a_card_and_is_no_subject,
      test_cyclonedx__vulnerabilities_count_by_the_gravest_rating,
      test_cyclonedx__a_bill_that_was_not_scanned_counts_no_vulnerabilities,
      test_cyclonedx__several_models_are_several_cards,
      test_cyclonedx__ten_thousand_figures_are_ten_thousand_results,
      test_cyclonedx__another_shape_is_refused, test_spdx__a_model_has_figures_counts_and_energy,
      test_spdx__a_model_has_a_card_and_its_parameters, test_spdx__version_2_is_counted,
      test_spdx__of_two_licences_with_one_id_neither_is_taken, test_spdx__another_shape_is_refused)
