-- More people in the classes of a project than were contracted.
SELECT 'over_contract', p.project_no FROM training_project p WHERE p.id = %(project)s AND p.people < (
    SELECT count(*) FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id
    WHERE c.project_id = p.id AND c.state <> 'dropped' AND t.left_on IS NULL)
