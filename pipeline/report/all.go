package report

// All is every report, in the order of the manual.
var All = []*Report{
	&textReport, &conciseReport, &jsonReport, &jsonlReport, &diffReport, &wordsReport, &criticmarkupReport, &htmlReport,
	&sarifReport, &githubReport, &gitlabReport, &rdjsonReport, &rdjsonlReport, &junitReport, &checkstyleReport, &tsvReport,
}
